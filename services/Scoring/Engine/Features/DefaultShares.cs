using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>By which of its parts the definition of default is met.</summary>
internal enum DefaultCause
{
    PastDue = 1,
    WriteOff = 2,
    Insolvency = 3,
    Rescheduling = 4,
}

/// <summary>
/// The parts of the definition of default as shares of a year's business, on the day of the facts. What is not material
/// by itself is 0. Features, rules and the outcomes that models learn from all rest on these.
/// </summary>
internal static class DefaultShares
{
    private const int YearMonths = 12;

    /// <summary>What is unpaid, and what we have given up of late: that heals nobody.</summary>
    public static IEnumerable<UnpaidPart> Owed(FactSheet facts, DefaultDefinition definition) => facts.Unpaid.Concat(
        WrittenOff(facts, definition).Select(s => new UnpaidPart(s.Currency, s.DueOn, s.Amount) { Count = s.Count }));

    /// <summary>At least so many days past due, by default those of the definition.</summary>
    public static decimal PastDue(FactSheet facts, DefaultDefinition definition, int? days = null) => ShareOf(
        facts, definition,
        Owed(facts, definition)
            .Where(u => facts.AsOf.DayNumber - u.DueOn.DayNumber >= (days ?? definition.PastDueDays))
            .Sum(u => definition.Materiality(u.Currency, u.Amount)));

    public static decimal Rescheduled(FactSheet facts, DefaultDefinition definition) => ShareOf(
        facts, definition,
        facts.Rescheduled
            .Where(r => r.On <= facts.AsOf && r.On > facts.AsOf.AddMonths(-definition.ReschedulingMonths))
            .Sum(r => definition.Materiality(r.Currency, r.Amount)));

    /// <summary>Of what was settled in any way while write-offs count.</summary>
    public static decimal WriteOff(FactSheet facts, DefaultDefinition definition) =>
        WrittenOff(facts, definition).Sum(s => definition.Materiality(s.Currency, s.Amount)) < 1
            ? 0
            : Weighted.Mean(SettledWithin(facts, definition.WriteOffMonths).Select(s => new Weighted(
                s.Currency, s.Amount, s.Count, s.Kind == SettlementKind.WrittenOff ? 1 : 0)));

    /// <summary>Null when the customer is not in default on the day of the facts.</summary>
    public static DefaultCause? CauseOf(FactSheet facts, DefaultDefinition definition) =>
        IsInsolvent(facts) ? DefaultCause.Insolvency
        : WriteOff(facts, definition) >= definition.ShareMin ? DefaultCause.WriteOff
        : PastDue(facts, definition) >= definition.ShareMin ? DefaultCause.PastDue
        : Rescheduled(facts, definition) >= definition.ShareMin ? DefaultCause.Rescheduling
        : null;

    private static bool IsInsolvent(FactSheet facts) => facts.Company.IsInsolvent
        || facts.LegalRecords.Any(r => r.Kind == LegalKind.Insolvency && r.StandsOn(facts.AsOf));

    /// <summary>Against what was paid in a year and what is owed.</summary>
    private static decimal ShareOf(FactSheet facts, DefaultDefinition definition, decimal material)
    {
        if (material < 1)
            return 0;
        var paid = SettledWithin(facts, YearMonths)
            .Where(s => s.Kind == SettlementKind.Paid)
            .Sum(s => definition.Materiality(s.Currency, s.Amount));
        var owed = Owed(facts, definition).Sum(u => definition.Materiality(u.Currency, u.Amount));
        return Math.Min(1, material / Math.Max(paid + owed, material));
    }

    private static IEnumerable<SettledPart> WrittenOff(FactSheet facts, DefaultDefinition definition) =>
        SettledWithin(facts, definition.WriteOffMonths).Where(s => s.Kind == SettlementKind.WrittenOff);

    private static IEnumerable<SettledPart> SettledWithin(FactSheet facts, int months)
    {
        var after = facts.AsOf.AddMonths(-months);
        return facts.Settled.Where(s => s.SettledOn <= facts.AsOf && s.SettledOn > after);
    }
}
