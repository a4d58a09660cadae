using Risk.Monitoring.Indicators;

namespace Risk.Monitoring.Warnings;

/// <summary>What a warning shows: its text, the values behind it, and the documents behind these.</summary>
internal sealed record Shown(V1.Warning Told)
{
    private const int DocumentsMax = 5;

    /// <summary>A value that has moved by less than this share of what was told is no news.</summary>
    private const decimal NewsShare = 0.1m;

    /// <summary><paramref name="before"/> is the warning as it was told last; null when it is new.</summary>
    public static Shown Of(
        Judgement judgement, WatchedFacts facts, IReadOnlyDictionary<string, Reading> readings, Warning? before)
    {
        var reading = readings[judgement.Rule.Indicator];
        if (judgement.Value is not { } value)
            return NotKnown(reading, V1.Warning.Parser.ParseFrom(before!.Told), facts.Today);
        var told = new V1.Warning { Text = WarningText.Of(judgement.Rule, reading).ToContract() };
        told.Evidence.Add(new V1.Evidence
        {
            Indicator = judgement.Rule.Indicator,
            Value = value.ToContract(),
            Threshold = judgement.Level.RaiseAt.ToContract(),
            Text = WarningText.Compared(judgement, value, reading).ToContract(),
        });
        foreach (var required in judgement.Rule.Requires)
        {
            if (readings[required.Indicator] is { Now: { } now } other)
                told.Evidence.Add(Required(required, now.Value, other));
        }
        told.Evidence.AddRange(Documents(judgement.Rule.Documents, facts));
        return new(told);
    }

    /// <summary>Whether a reader of what was told before would want to know.</summary>
    public bool IsNews(V1.Warning before, decimal valueBefore, decimal? value) =>
        IsKnown(Told) != IsKnown(before)
        || Math.Abs((value ?? valueBefore) - valueBefore) > Math.Abs(valueBefore) * NewsShare
        || !DocumentIds(Told).SetEquals(DocumentIds(before));

    /// <summary>What was told last, but that it is not known any more, and since when.</summary>
    private static Shown NotKnown(Reading reading, V1.Warning before, DateOnly today)
    {
        if (!IsKnown(before) || before.Evidence.Count == 0)
            return new(before);
        var told = before.Clone();
        (told.Evidence[0].Value, told.Evidence[0].Text) = (null, WarningText.Unknown(reading, today).ToContract());
        return new(told);
    }

    private static bool IsKnown(V1.Warning told) => told.Evidence is not [{ Value: null }, ..];

    private static HashSet<string> DocumentIds(V1.Warning told) =>
        [.. told.Evidence.Where(e => e.DocumentId.Length > 0).Select(e => e.DocumentId)];

    private static V1.Evidence Required(RuleRequirement required, decimal value, Reading reading)
    {
        var (name, shown) = (reading.Indicator.Text, WarningText.Value(value, reading.Unit));
        return new()
        {
            Indicator = required.Indicator,
            Value = value.ToContract(),
            Threshold = required.AtLeast.ToContract(),
            Text = new() { En = $"{name.En}: {shown.En}", Zh = $"{name.Zh}：{shown.Zh}" },
        };
    }

    /// <summary>The oldest, or the most disputed.</summary>
    private static IEnumerable<V1.Evidence> Documents(EvidenceDocuments which, WatchedFacts facts) => which switch
    {
        EvidenceDocuments.Overdue => facts.Receivables.Where(r => r.IsOverdueOn(facts.Today))
            .OrderBy(r => r.DueOn).ThenByDescending(r => r.OpenAmount).ThenBy(r => r.DocumentId).Take(DocumentsMax)
            .Select(r => Document(r.DocumentId, WarningText.Overdue(r, facts.Today))),
        EvidenceDocuments.Disputed => facts.Receivables.Where(r => r.DisputedAmount > 0)
            .OrderByDescending(r => r.DisputedAmount).ThenBy(r => r.DocumentId).Take(DocumentsMax)
            .Select(r => Document(r.DocumentId, WarningText.Disputed(r))),
        _ => [],
    };

    private static V1.Evidence Document(Guid id, ServiceDefaults.Requests.Text text) =>
        new() { DocumentId = id.ToString(), Text = text.ToContract() };
}
