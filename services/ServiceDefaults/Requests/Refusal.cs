using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Risk.ServiceDefaults.Requests;

/// <summary>
/// An expected refusal, in every language, with its reason and what it is about. It becomes a status with the details
/// of google.rpc in the caller's language.
/// </summary>
public sealed class Refusal(StatusCode code, string reason, Text text)
    : RpcException(new(code, text.En), text.En)
{
    // Proxies and clients take 8 kB of headers; the details travel there in base64, beside the text.
    private const int TextBytesMax = 800;
    private const int DetailsBytesMax = 4096;

    /// <summary>UPPER_SNAKE_CASE, stable: what programs decide on.</summary>
    public string Reason { get; } = reason;

    public Text Text { get; } = text;

    /// <summary>Facts about the refusal, such as the id that was not found.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    public IReadOnlyList<FieldFault> Fields { get; init; } = [];

    /// <summary>When it is worth trying again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The refusal as it goes out: text and field faults in one language, the domain naming the service.
    /// </summary>
    public RpcException In(Language language, string domain)
    {
        // These compiled types still call the first field of ErrorInfo by its first name; on the wire it is the reason.
        var info = new ErrorInfo { Type = Reason, Domain = domain };
        foreach (var (name, value) in Facts)
            info.Metadata[name] = Cut(value);
        var text = Cut(Text.En);
        var status = new Google.Rpc.Status { Code = (int)StatusCode, Message = text };
        status.Details.Add(Any.Pack(info));
        if (RetryAfter is { } wait)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        status.Details.Add(
            Any.Pack(new LocalizedMessage { Locale = language.Tag(), Message = Cut(Text.In(language)) }));
        if (Fields.Count > 0)
            status.Details.Insert(1, Any.Pack(Violations(language, DetailsBytesMax - status.CalculateSize())));
        return new(
            new(StatusCode, text), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } }, text);
    }

    /// <summary>The faults of the fields, as many of them as there is room for, one at least.</summary>
    private BadRequest Violations(Language language, int bytesMax)
    {
        var bad = new BadRequest();
        foreach (var (field, fault) in Fields)
        {
            bad.FieldViolations.Add(
                new BadRequest.Types.FieldViolation { Field = Cut(field), Description = Cut(fault.In(language)) });
            if (bad.FieldViolations.Count == 1 || bad.CalculateSize() <= bytesMax)
                continue;
            bad.FieldViolations.RemoveAt(bad.FieldViolations.Count - 1);
            break;
        }
        return bad;
    }

    private static string Cut(string text)
    {
        var length = text.Length;
        while (Encoding.UTF8.GetByteCount(text.AsSpan(0, length)) > TextBytesMax)
            length = Math.Min(length - 1, length * 9 / 10);
        return length == text.Length ? text : string.Concat(text.AsSpan(0, length), "…");
    }
}
