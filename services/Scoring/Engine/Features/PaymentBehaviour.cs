using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>How the customer pays us, weighted by amount.</summary>
internal static class PaymentBehaviour
{
    public const string IndexName = "payment_index";

    private const int HalfYearMonths = 6;
    private const int QuarterMonths = 3;
    private static readonly DefaultDefinition Default = DefaultDefinition.InForce;

    /// <summary>The index at so many days after the due day; between the points it is interpolated.</summary>
    private static readonly (int Days, decimal Index)[] IndexPoints =
    [
        (-30, 100), (-20, 90), (0, 80), (15, 70), (22, 60), (30, 50), (60, 40), (90, 30), (120, 20), (240, 0),
    ];

    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "days_beyond_terms",
            Text = new("days beyond terms", "平均逾期天数"),
            Unit = Unit.Days, Min = 0, Max = 365, Better = Better.Lower, Decimals = 1,
            IsImmutable = true, Needs = Needs.Settlements | Needs.OpenItems,
            Formula =
                "mean of the days after the due day, early ones as 0, weighted by amount; of what was paid in the "
                + "last 12 months and of what is past due and unpaid or was written off in 24 months",
            Source = "Weighted average days beyond terms of trade credit reports",
            Define = facts => OverYear(facts, DaysBeyondTerms),
        },
        new()
        {
            Name = IndexName,
            Text = new("payment index", "付款指数"),
            Unit = Unit.Index, Min = 0, Max = 100, Better = Better.Higher, Decimals = 1,
            IsImmutable = true, Needs = Needs.Settlements | Needs.OpenItems,
            Formula =
                "mean, weighted by amount, of 100 for 30 days early, 90 for 20 days early, 80 on the day, 70 for 15 "
                + "days late, 60 for 22, 50 for 30, 40 for 60, 30 for 90, 20 for 120, 0 for 240; linear between; of "
                + "what was paid in the last 12 months and of what is past due and unpaid",
            Source = "Scale of the PAYDEX index as Dun & Bradstreet describes it; its end at 240 days is our own",
            Define = facts => OverYear(facts, experiences => PaymentExperience.Mean(experiences, IndexAt)),
        },
        new()
        {
            Name = "share_paid_late",
            Text = new("share paid late", "逾期付款占比"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Lower,
            IsImmutable = true, Needs = Needs.Settlements | Needs.OpenItems,
            Formula = "amount paid after the due day or past due ÷ amount paid or past due, over 12 months",
            Source = "Own definition",
            Define = facts => OverYear(facts, experiences =>
                PaymentExperience.Mean(experiences, daysLate => daysLate > 0 ? 1 : 0)),
        },
        new()
        {
            Name = "payment_trend_days",
            Text = new("trend of days beyond terms", "逾期天数趋势"),
            Unit = Unit.Days, Min = -180, Max = 180, Better = Better.Lower, Decimals = 1,
            IsImmutable = true, Needs = Needs.Settlements | Needs.OpenItems,
            Formula = "days beyond terms over 3 months − days beyond terms over 12 months",
            Source = "Own definition",
            Define = facts => Trend(facts, QuarterMonths),
        },
        new()
        {
            Name = "payment_trend_6_months_days",
            Text = new("half-year trend of days beyond terms", "半年逾期天数趋势"),
            Unit = Unit.Days, Min = -180, Max = 180, Better = Better.Lower, Decimals = 1,
            IsImmutable = true, Needs = Needs.Settlements | Needs.OpenItems,
            Formula = "days beyond terms over 6 months − days beyond terms over 12 months",
            Source = "Own definition",
            Define = facts => Trend(facts, HalfYearMonths),
        },
        new()
        {
            Name = "write_off_share",
            Text = new("share written off", "核销占比"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Lower, Needs = Needs.Settlements, IsImmutable = true,
            Formula = "amount written off ÷ amount settled in any way, over 24 months; what is not material is 0",
            Source = "Own definition, for the definition of default",
            Define = WrittenOff,
        },
    ];

    internal static decimal IndexAt(int daysLate)
    {
        if (daysLate <= IndexPoints[0].Days)
            return IndexPoints[0].Index;
        for (var i = 1; i < IndexPoints.Length; i++)
        {
            var (from, to) = (IndexPoints[i - 1], IndexPoints[i]);
            if (daysLate <= to.Days)
                return from.Index + (to.Index - from.Index) * (daysLate - from.Days) / (to.Days - from.Days);
        }
        return 0;
    }

    private static FeatureValue OverYear(FactSheet facts, Func<IReadOnlyList<PaymentExperience>, decimal> value)
    {
        var experiences = facts.Readings.PaidInYear;
        return experiences.Count == 0
            ? FeatureValue.Missing(MissingReason.NoPayments)
            : FeatureValue.Known(value(experiences), NewestDay(facts));
    }

    private static FeatureValue Trend(FactSheet facts, int months)
    {
        var (recent, year) = (PaymentExperience.Of(facts, months), facts.Readings.PaidInYear);
        return recent.Count == 0
            ? FeatureValue.Missing(months == QuarterMonths
                ? MissingReason.NoRecentPayments
                : MissingReason.NoHalfYearPayments)
            : FeatureValue.Known(DaysBeyondTerms(recent) - DaysBeyondTerms(year), NewestDay(facts));
    }

    private static FeatureValue WrittenOff(FactSheet facts)
    {
        var after = facts.AsOf.AddMonths(-Default.WriteOffMonths);
        return facts.Settled.Any(s => s.SettledOn <= facts.AsOf && s.SettledOn > after)
            ? FeatureValue.Known(DefaultShares.WriteOff(facts, Default), facts.AsOf)
            : FeatureValue.Missing(MissingReason.NoPayments);
    }

    private static decimal DaysBeyondTerms(IReadOnlyList<PaymentExperience> experiences) =>
        PaymentExperience.Mean(experiences, daysLate => Math.Max(0, daysLate));

    /// <summary>What is past due today is true today; else the last payment says how old the knowledge is.</summary>
    private static DateOnly NewestDay(FactSheet facts) =>
        facts.Unpaid.Any(u => u.DueOn < facts.AsOf)
            ? facts.AsOf
            : facts.Settled.Where(s => s.Kind == SettlementKind.Paid && s.SettledOn <= facts.AsOf)
                .Select(s => s.SettledOn).DefaultIfEmpty(facts.AsOf).Max();
}
