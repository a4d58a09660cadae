using Grpc.Core;

namespace Risk.ServiceDefaults.Requests;

/// <summary>The families of expected refusals.</summary>
public static class Refuse
{
    /// <summary>More would not fit into the headers in which gRPC carries them.</summary>
    private const int FaultsMax = 20;

    /// <summary>
    /// There is none, or none that this caller may know of. The kind is a singular noun such as "customer".
    /// </summary>
    public static Refusal NotFound(string kind, string id) =>
        new(StatusCode.NotFound, $"{Upper(kind)}_NOT_FOUND", new($"There is no {kind} '{id}'.", $"不存在 {kind}“{id}”。"))
        {
            Facts = [new("kind", kind), new("id", id)],
        };

    public static Refusal Invalid(string field, Text text) => Invalid([new(field, text)]);

    public static Refusal Invalid(IReadOnlyList<FieldFault> faults, string reason = "INVALID_INPUT")
    {
        FieldFault[] told = [.. faults.Take(FaultsMax)];
        var left = faults.Count - told.Length;
        return new(StatusCode.InvalidArgument, reason, new(
            string.Join("; ", told.Select(f => $"{f.Field}: {f.Text.En}")) + (left > 0 ? $"; and {left} more" : ""),
            string.Join("；", told.Select(f => $"{f.Field}：{f.Text.Zh}")) + (left > 0 ? $"；另有 {left} 项" : "")))
        {
            Fields = told,
        };
    }

    /// <summary>The state of things does not allow it now.</summary>
    public static Refusal Precondition(string reason, Text text) => new(StatusCode.FailedPrecondition, reason, text);

    public static Refusal AlreadyExists(string kind, string id, Text text) =>
        new(StatusCode.AlreadyExists, $"{Upper(kind)}_ALREADY_EXISTS", text)
        {
            Facts = [new("kind", kind), new("id", id)],
        };

    /// <summary>Somebody else was faster, or is at it: read again and try again.</summary>
    public static Refusal Aborted(string reason, Text text) => new(StatusCode.Aborted, reason, text);

    public static Refusal Unauthenticated(string reason, Text text) => new(StatusCode.Unauthenticated, reason, text);

    public static Refusal Denied(string reason, Text text) => new(StatusCode.PermissionDenied, reason, text);

    public static Refusal Exhausted(string reason, Text text, TimeSpan retryAfter) =>
        new(StatusCode.ResourceExhausted, reason, text) { RetryAfter = retryAfter };

    /// <summary>The caller took longer than it is waited for.</summary>
    public static Refusal TimedOut(string reason, Text text) => new(StatusCode.DeadlineExceeded, reason, text);

    public static Refusal Unavailable(string reason, Text text, TimeSpan retryAfter) =>
        new(StatusCode.Unavailable, reason, text) { RetryAfter = retryAfter };

    private static string Upper(string kind) => kind.Replace(' ', '_').Replace('-', '_').ToUpperInvariant();
}
