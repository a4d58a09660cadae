using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Transcoding.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Grpc.Transcoding.Problems;

/// <summary>Why a call was refused or failed, as RFC 9457 tells it.</summary>
internal sealed record Problem
{
    /// <summary>The trailer in which gRPC carries the details of a status.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    public required int Status { get; init; }

    public required StatusCode Code { get; init; }

    public required string Detail { get; init; }

    /// <summary>What went wrong, in one word for programs; empty when the code says it all.</summary>
    public string Reason { get; init; } = "";

    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<FieldViolation> Violations { get; init; } = [];

    public TimeSpan? RetryAfter { get; init; }

    public string Title =>
        ReasonPhrases.GetReasonPhrase(Status) is { Length: > 0 } phrase ? phrase : "Client Closed Request";

    /// <summary>Whether the words are those of this assembly, and so to be told in the caller's language.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The field that the detail begins with; empty when it is about the whole.</summary>
    public string Field { get; init; } = "";

    public static Problem Of(int status, StatusCode code, string detail) =>
        new() { Status = status, Code = code, Detail = detail, IsOwn = true };

    /// <summary>An input that is no message, with the field at fault.</summary>
    public static Problem Of(ProtoJsonException refusal) => new()
    {
        Status = StatusCodes.Status400BadRequest,
        Code = StatusCode.InvalidArgument,
        Detail = refusal.Problem,
        Field = refusal.Field,
        IsOwn = true,
        Violations = refusal.Field.Length == 0 ? [] : [new FieldViolation(refusal.Field, refusal.Problem)],
    };

    /// <summary>What a server refused below the call: a body too large, cut off or too slow.</summary>
    public static Problem Of(BadHttpRequestException refusal) => Of(
        refusal.StatusCode,
        refusal.StatusCode == StatusCodes.Status413PayloadTooLarge
            ? StatusCode.ResourceExhausted
            : StatusCode.InvalidArgument,
        refusal.Message);

    public static Problem Of(RpcException ended)
    {
        var details = Details(ended);
        var info = details.OfType<ErrorInfo>().FirstOrDefault();
        var text = details.OfType<LocalizedMessage>().FirstOrDefault()?.Message;
        var reason = info?.Type ?? "";
        return new Problem
        {
            Status = HttpStatus.Of(ended.StatusCode, reason),
            Code = ended.StatusCode,
            Detail = text ?? ended.Status.Detail,
            Reason = reason,
            Facts = info is null ? new Dictionary<string, string>() : new Dictionary<string, string>(info.Metadata),
            Violations =
            [
                .. details.OfType<BadRequest>().SelectMany(bad => bad.FieldViolations)
                    .Select(violation => new FieldViolation(violation.Field, violation.Description)),
            ],
            RetryAfter = details.OfType<RetryInfo>().FirstOrDefault()?.RetryDelay?.ToTimeSpan(),
        };
    }

    /// <summary>The same in the language of the caller.</summary>
    public Problem For(HttpRequest request)
    {
        var inChinese = IsOwn && Chinese.IsPreferred(request);
        var detail = inChinese ? Chinese.Of(Detail) : Detail;
        return this with
        {
            Detail = Field.Length == 0 ? detail : $"{Field}: {detail}",
            Violations = inChinese
                ? [.. Violations.Select(other => other with { Description = Chinese.Of(other.Description) })]
                : Violations,
        };
    }

    private static List<object> Details(RpcException ended)
    {
        if (ended.Trailers.GetValueBytes(DetailsTrailer) is not { } bytes)
        {
            return [];
        }

        var details = new List<object>();
        foreach (var any in Google.Rpc.Status.Parser.ParseFrom(bytes).Details)
        {
            Add<ErrorInfo>(any);
            Add<BadRequest>(any);
            Add<LocalizedMessage>(any);
            Add<RetryInfo>(any);
        }

        return details;

        void Add<T>(Any any)
            where T : Google.Protobuf.IMessage, new()
        {
            if (any.TryUnpack<T>(out var detail))
            {
                details.Add(detail);
            }
        }
    }
}

/// <summary>A field of the request that is not as it must be.</summary>
internal sealed record FieldViolation(string Field, string Description);

/// <summary>A call refused before it reached a handler.</summary>
internal sealed class RefusedException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
