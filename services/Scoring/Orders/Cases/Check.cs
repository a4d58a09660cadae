using Google.Protobuf.WellKnownTypes;

namespace Risk.Scoring.Orders;

/// <summary>How one check came out, with what it saw and what it allows.</summary>
internal sealed record Check(V1.OrderCheck Which, V1.CheckOutcome Outcome)
{
    public string Input { get; init; } = "";
    public string Threshold { get; init; } = "";
    public DateTimeOffset? AsOf { get; init; }
    public string Reason { get; init; } = "";
    public Types.V1.Text? Text { get; init; }

    public static Check Passed(V1.OrderCheck which) => new(which, V1.CheckOutcome.Passed);

    public static Check NotApplicable(V1.OrderCheck which) => new(which, V1.CheckOutcome.NotApplicable);

    public static Check Failed(V1.OrderCheck which, string reason, ServiceDefaults.Requests.Text text) =>
        new(which, V1.CheckOutcome.Failed) { Reason = reason, Text = text.ToContract() };

    public static Check NotEvaluated(V1.OrderCheck which, string reason, ServiceDefaults.Requests.Text text) =>
        new(which, V1.CheckOutcome.NotEvaluated) { Reason = reason, Text = text.ToContract() };

    public Check Seen(string input, string threshold, DateTimeOffset? asOf) =>
        this with { Input = input, Threshold = threshold, AsOf = asOf };

    public V1.CheckResult ToContract() => new()
    {
        Check = Which,
        Outcome = Outcome,
        Input = Input,
        Threshold = Threshold,
        AsOf = AsOf is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        Reason = Reason,
        Text = Text,
    };
}
