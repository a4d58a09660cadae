using Risk.Alerting.Customers;
using Risk.Monitoring.V1;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

/// <summary>What people must act upon: it gathers what has one fingerprint until somebody resolves it.</summary>
internal sealed class Alert
{
    private const int EventIdsMax = 100;
    private const int HistoryMax = 50;

    public required Guid CustomerId { get; init; }
    public required Guid AlertId { get; init; }
    public required string Fingerprint { get; init; }
    public required string Kind { get; init; }
    public required string Rule { get; init; }
    public required string Cause { get; set; }
    public required string LegalName { get; set; }
    public required Severity Severity { get; set; }
    public V1.AlertState State { get; private set; } = V1.AlertState.Open;
    public required string TextEn { get; set; }
    public required string TextZh { get; set; }
    public Guid[] EventIds { get; private set; } = [];
    public int EventCount { get; private set; }
    public required string Owner { get; set; }
    public required DateTimeOffset DueAt { get; set; }
    public required DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset ChangedAt { get; private set; }
    public DateTimeOffset? CauseEndedAt { get; private set; }
    public string AcknowledgedBy { get; private set; } = "";
    public DateTimeOffset? AcknowledgedAt { get; private set; }
    public string ResolvedBy { get; private set; } = "";
    public DateTimeOffset? ResolvedAt { get; private set; }
    public V1.AlertOutcome Outcome { get; private set; }
    public string Resolution { get; private set; } = "";
    public IReadOnlyList<AlertEntry> History { get; private set; } = [];

    /// <summary>A new alert; its owner is the customer's salesperson where one is known.</summary>
    public static Alert Open(Occurrence what, Customer? customer, AlertingRules rules, DateTimeOffset now)
    {
        var alert = new Alert
        {
            CustomerId = what.CustomerId,
            AlertId = Guid.CreateVersion7(now),
            Fingerprint = what.Fingerprint,
            Kind = what.Kind,
            Rule = what.Rule,
            Cause = what.Cause,
            LegalName = customer?.LegalName ?? what.LegalName,
            Severity = what.Severity,
            TextEn = what.Text.En,
            TextZh = what.Text.Zh,
            Owner = customer?.Salesperson ?? "",
            OpenedAt = now,
            DueAt = now + rules.DueWithin(what.Severity),
        };
        alert.Gather(what.EventId);
        alert.Note(new(now, V1.AlertStep.Opened) { EventId = what.EventId, Text = what.Text });
        return alert;
    }

    /// <summary>
    /// Takes in what has the same fingerprint. Its severity only rises, and with it the alert is due sooner. Answers
    /// whether readers must be told: not when known things have been said again.
    /// </summary>
    public bool Join(Occurrence what, AlertingRules rules, DateTimeOffset now)
    {
        Gather(what.EventId);
        (TextEn, TextZh) = (what.Text.En, what.Text.Zh);
        var isGraver = what.Severity > Severity;
        if (what.IsUpdate && !isGraver)
            return false;
        if (isGraver)
        {
            Severity = what.Severity;
            DueAt = Earlier(DueAt, now + rules.DueWithin(Severity));
        }
        // Of several falls the first says from where it must come back; a warning that comes anew is another one.
        if (Kind == AlertKinds.Warning)
            Cause = what.Cause;
        CauseEndedAt = null;
        Note(new(now, V1.AlertStep.Raised) { EventId = what.EventId, Text = what.Text });
        return true;
    }

    /// <summary>What it was opened for has ended; people still decide what becomes of the alert.</summary>
    public void EndCause(Guid eventId, Text text, DateTimeOffset now)
    {
        Gather(eventId);
        CauseEndedAt = now;
        Note(new(now, V1.AlertStep.CauseEnded) { EventId = eventId, Text = text });
    }

    public void Acknowledge(Caller by, DateTimeOffset now)
    {
        State = V1.AlertState.Acknowledged;
        Owner = by.Owner;
        (AcknowledgedBy, AcknowledgedAt) = (by.Owner, now);
        Note(new(now, V1.AlertStep.Acknowledged) { By = by.Owner });
    }

    public void Resolve(Caller by, V1.AlertOutcome outcome, string resolution, DateTimeOffset now)
    {
        State = V1.AlertState.Resolved;
        (Outcome, Resolution) = (outcome, resolution);
        (ResolvedBy, ResolvedAt) = (by.Owner, now);
        if (Owner.Length == 0)
            Owner = by.Owner;
        Note(new(now, V1.AlertStep.Resolved) { By = by.Owner, Text = new(resolution, resolution) });
    }

    private void Gather(Guid eventId)
    {
        EventCount++;
        EventIds = EventIds.Length < EventIdsMax
            ? [.. EventIds, eventId]
            : [EventIds[0], .. EventIds[2..], eventId];
    }

    private void Note(AlertEntry entry)
    {
        ChangedAt = entry.At;
        entry = entry with { Severity = Severity };
        History = History.Count < HistoryMax
            ? [.. History, entry]
            : [History[0], .. History.Skip(2), entry];
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>One step in the life of an alert.</summary>
internal sealed record AlertEntry(DateTimeOffset At, V1.AlertStep Step)
{
    public Severity Severity { get; init; }
    public Guid? EventId { get; init; }
    public string By { get; init; } = "";
    public Text? Text { get; init; }
}
