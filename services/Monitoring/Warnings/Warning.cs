using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Risk.ServiceDefaults.Identity;

namespace Risk.Monitoring.Warnings;

/// <summary>A sign that a customer has changed for the worse: one per rule while its condition holds.</summary>
internal sealed class Warning
{
    public required Guid WarningId { get; init; }
    public required Guid CustomerId { get; init; }
    public required string Rule { get; init; }
    public int RuleVersion { get; private set; }
    public Severity Severity { get; private set; }
    public V1.WarningState State { get; private set; } = V1.WarningState.Open;

    /// <summary>A dismissed warning is followed by another only when its condition has ceased, or is graver.</summary>
    public bool Holds { get; private set; } = true;

    /// <summary>The value that was last told.</summary>
    public decimal Value { get; private set; }

    /// <summary>Text and evidence as they were last told.</summary>
    public byte[] Told { get; private set; } = [];

    public required DateTimeOffset RaisedAt { get; init; }
    public DateTimeOffset ChangedAt { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string DismissedBy { get; private set; } = "";
    public string DismissalReason { get; private set; } = "";

    public static Warning Raise(Guid customerId, Judgement judgement, Shown shown, DateTimeOffset now)
    {
        var warning = new Warning
        {
            WarningId = Guid.CreateVersion7(now),
            CustomerId = customerId,
            Rule = judgement.Rule.Rule,
            RaisedAt = now,
        };
        warning.Take(judgement, shown, now);
        return warning;
    }

    /// <summary>Takes severity and evidence of now; false when these are no news, or it was dismissed.</summary>
    public bool Update(Judgement judgement, Shown shown, DateTimeOffset now)
    {
        if (State != V1.WarningState.Open)
            return false;
        var isNews = judgement.Level.Severity != Severity || judgement.Rule.Version != RuleVersion
            || shown.IsNews(V1.Warning.Parser.ParseFrom(Told), Value, judgement.Value);
        if (isNews)
            Take(judgement, shown, now);
        return isNews;
    }

    /// <summary>Whether it was dismissed when it was milder: that it is graver now, nobody has seen.</summary>
    public bool IsOutgrownBy(Judgement judgement) =>
        State == V1.WarningState.Dismissed && judgement.Level.Severity > Severity;

    /// <summary>Its condition holds no longer; false when it had been dismissed, and its end was told then.</summary>
    public bool Clear(DateTimeOffset now)
    {
        Holds = false;
        if (State != V1.WarningState.Open)
            return false;
        End(V1.WarningState.Cleared, now);
        return true;
    }

    public void Dismiss(Caller by, string reason, DateTimeOffset now)
    {
        (DismissedBy, DismissalReason) = (by.Name, reason);
        End(V1.WarningState.Dismissed, now);
    }

    public V1.Warning ToContract(string legalName)
    {
        var shown = V1.Warning.Parser.ParseFrom(Told);
        shown.WarningId = WarningId.ToString();
        shown.CustomerId = CustomerId.ToString();
        shown.LegalName = legalName;
        shown.Rule = Rule;
        shown.RuleVersion = RuleVersion;
        shown.Severity = (V1.Severity)Severity;
        shown.State = State;
        shown.RaisedAt = Timestamp.FromDateTimeOffset(RaisedAt);
        shown.ChangedAt = Timestamp.FromDateTimeOffset(ChangedAt);
        shown.EndedAt = EndedAt is { } ended ? Timestamp.FromDateTimeOffset(ended) : null;
        (shown.DismissedBy, shown.DismissalReason) = (DismissedBy, DismissalReason);
        return shown;
    }

    private void Take(Judgement judgement, Shown shown, DateTimeOffset now)
    {
        (Severity, RuleVersion, Value) =
            (judgement.Level.Severity, judgement.Rule.Version, judgement.Value ?? Value);
        (Told, ChangedAt) = (shown.Told.ToByteArray(), now);
    }

    private void End(V1.WarningState state, DateTimeOffset now) => (State, ChangedAt, EndedAt) = (state, now, now);
}
