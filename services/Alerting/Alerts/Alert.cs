using Risk.Alerting.Customers;
using Risk.Monitoring.V1;
using Risk.ServiceDefaults.Events;
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
    public required string Family { get; init; }

    /// <summary>Of the warning that the text is of; empty when it is of a fallen grade.</summary>
    public required string Rule { get; set; }
    public required string LegalName { get; set; }

    /// <summary>The gravest that it ever was.</summary>
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
    /// <summary>One for each rule that has told of something, and one for the fall of the grade.</summary>
    public required IReadOnlyList<AlertCause> Causes { get; set; }
    public IReadOnlyList<AlertEntry> History { get; private set; } = [];

    /// <summary>A new alert; its owner is the customer's salesperson where one is known.</summary>
    public static Alert Open(Occurrence what, Customer? customer, AlertingRules rules, DateTimeOffset now)
    {
        var alert = new Alert
        {
            CustomerId = what.CustomerId,
            AlertId = Guid.CreateVersion7(now),
            Fingerprint = what.Fingerprint,
            Kind = AlertKinds.Of(what.Family),
            Family = what.Family,
            Rule = what.Cause.Rule,
            Causes = [what.Cause],
            LegalName = customer?.LegalName ?? what.LegalName,
            Severity = what.Cause.Severity,
            TextEn = what.Cause.Text.En,
            TextZh = what.Cause.Text.Zh,
            Owner = customer?.Salesperson ?? "",
            OpenedAt = now,
            DueAt = now + rules.DueWithin(what.Cause.Severity),
        };
        alert.Gather(what.EventId);
        alert.Note(new(now, V1.AlertStep.Opened) { EventId = what.EventId, Text = what.Cause.Text });
        return alert;
    }

    public AlertCause? CauseOf(string rule) => Causes.FirstOrDefault(cause => cause.Rule == rule);

    /// <summary>
    /// Takes in what has the same fingerprint. Its severity only rises, and with it the alert is due sooner. Answers
    /// whether readers must be told: not when known things have been said again.
    /// </summary>
    public bool Join(Occurrence what, AlertingRules rules, DateTimeOffset now)
    {
        var known = CauseOf(what.Cause.Rule);
        var isGraver = what.Cause.Severity > Severity;
        Gather(what.EventId);
        Put(what.Cause.After(known));
        if (what.IsUpdate && !isGraver && what.Cause.Continues(known))
            return false;
        if (isGraver)
        {
            Severity = what.Cause.Severity;
            DueAt = Earlier(DueAt, now + rules.DueWithin(Severity));
        }
        CauseEndedAt = null;
        Note(new(now, V1.AlertStep.Raised) { EventId = what.EventId, Text = what.Cause.Text });
        return true;
    }

    /// <summary>
    /// Something that stands behind it is over; people still decide what becomes of the alert. Answers whether it was
    /// so: not when it is of something older than what is known.
    /// </summary>
    public bool EndCause(CauseEnd end, EventContext context, DateTimeOffset now)
    {
        if (CauseOf(end.Rule) is not { Lasts: true } cause || !end.IsOf(cause))
            return false;
        Gather(context.Id);
        Put(cause with { EndedAt = context.Time });
        if (!Causes.Any(other => other.Lasts))
            CauseEndedAt = now;
        Note(new(now, V1.AlertStep.CauseEnded) { EventId = context.Id, Text = end.Text });
        return true;
    }

    /// <summary>
    /// Gathers an event that came after newer ones of its rule: it is in the history and changes nothing else. Answers
    /// whether it belongs here.
    /// </summary>
    public bool HearLate(string rule, Guid eventId, Text text, DateTimeOffset now)
    {
        if (CauseOf(rule) is null || EventIds.Contains(eventId))
            return false;
        Gather(eventId);
        Write(new(now, V1.AlertStep.HeardLate) { EventId = eventId, Text = text });
        return true;
    }

    /// <summary>Takes on the customer's name, and its salesperson while nobody else has it. Answers whether it changed.
    /// </summary>
    public bool Follow(Customer customer, Guid eventId, DateTimeOffset now)
    {
        var hasNewOwner = State == V1.AlertState.Open && Owner != customer.Salesperson;
        if (!hasNewOwner && LegalName == customer.LegalName)
            return false;
        LegalName = customer.LegalName;
        ChangedAt = now;
        if (!hasNewOwner)
            return true;
        Owner = customer.Salesperson;
        Note(new(now, V1.AlertStep.OwnerChanged) { EventId = eventId });
        return true;
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

    /// <summary>Its text is that of the gravest of what lasts; of equally grave ones, that which came first.</summary>
    private void Put(AlertCause cause)
    {
        Causes = CauseOf(cause.Rule) is { } known
            ? [.. Causes.Select(other => ReferenceEquals(other, known) ? cause : other)]
            : [.. Causes, cause];
        if (Causes.Where(other => other.Lasts).MaxBy(other => other.Severity) is { } worst)
            (Rule, TextEn, TextZh) = (worst.Rule, worst.Text.En, worst.Text.Zh);
    }

    private void Note(AlertEntry entry)
    {
        ChangedAt = entry.At;
        Write(entry);
    }

    private void Write(AlertEntry entry)
    {
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
