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
            info.Metadata[name] = value;
        var status = new Google.Rpc.Status { Code = (int)StatusCode, Message = Text.En };
        status.Details.Add(Any.Pack(info));
        if (Fields.Count > 0)
            status.Details.Add(Any.Pack(Violations(language)));
        if (RetryAfter is { } wait)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = language.Tag(), Message = Text.In(language) }));
        return new(Status, new Metadata { { "grpc-status-details-bin", status.ToByteArray() } }, Text.En);
    }

    private BadRequest Violations(Language language)
    {
        var bad = new BadRequest();
        foreach (var (field, fault) in Fields)
            bad.FieldViolations.Add(
                new BadRequest.Types.FieldViolation { Field = field, Description = fault.In(language) });
        return bad;
    }
}
