using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>What the customer owes us on the day, by how long it has been due.</summary>
internal static class OpenReceivables
{
    private const string StillOwed = "what was written off in the last 24 months counts as unpaid";

    private static readonly DefaultDefinition Default = DefaultDefinition.InForce;

    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "oldest_overdue_days",
            Text = new("oldest open item", "最长逾期天数"),
            Unit = Unit.Days, Min = 0, Max = 3650, Better = Better.Lower, Decimals = 0, Needs = Needs.OpenItems,
            Formula = "days since the due day of the oldest unpaid item, trifles aside; 0 when nothing is past due; "
                + StillOwed,
            Source = "Own definition",
            Define = facts => HasReceivables(facts)
                ? FeatureValue.Known(OldestDays(facts), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NoReceivables),
        },
        new()
        {
            Name = "overdue_share",
            Text = new("share past due", "逾期应收占比"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Lower, Needs = Needs.OpenItems,
            Formula = "amount past due ÷ amount unpaid; 0 when nothing is unpaid; " + StillOwed,
            Source = "Own definition",
            Define = facts => HasReceivables(facts)
                ? FeatureValue.Known(
                    Weighted.Mean(Owed(facts).Select(u => Of(u, DaysLate(u, facts) > 0))), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NoReceivables),
        },
        new()
        {
            Name = "overdue_90_share",
            Text = new("share at least 90 days past due", "逾期 90 天以上占比"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Lower,
            Needs = Needs.OpenItems | Needs.Settlements,
            Formula = "amount at least 90 days past due ÷ (amount paid in the last 12 months + amount unpaid); "
                + "currencies add up by the amounts that are material in them, and what is not material in all is 0; "
                + StillOwed,
            Source = "The 90 days past due and the two thresholds of Basel III (CRE36.69) and of Delegated Regulation "
                + "(EU) 2018/171",
            Define = facts => HasReceivables(facts)
                ? FeatureValue.Known(DefaultShares.PastDue(facts, Default), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NoReceivables),
        },
        new()
        {
            Name = "rescheduled_share",
            Text = new("share rescheduled for want of money", "保护性展期占比"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Lower, IsImmutable = true,
            Needs = Needs.OpenItems | Needs.Documents,
            Formula = "amount given more time in the last 12 months because the customer could not pay ÷ (amount paid "
                + "in the last 12 months + amount unpaid); what is not material is 0",
            Source = "Distressed restructuring as default: Basel III (CRE36.70) and Regulation (EU) 575/2013, "
                + "article 178(3)(d)",
            Define = facts => HasReceivables(facts) || facts.Rescheduled.Count > 0
                ? FeatureValue.Known(DefaultShares.Rescheduled(facts, Default), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NoReceivables),
        },
    ];

    private static IEnumerable<UnpaidPart> Owed(FactSheet facts) => DefaultShares.Owed(facts, Default);

    /// <summary>From the oldest on, until together they are more than a trifle.</summary>
    private static int OldestDays(FactSheet facts)
    {
        decimal owed = 0;
        foreach (var part in Owed(facts).Where(u => DaysLate(u, facts) > 0).OrderBy(u => u.DueOn))
        {
            owed += Default.Materiality(part.Currency, part.Amount);
            if (owed >= Default.TrifleShare)
                return DaysLate(part, facts);
        }
        return 0;
    }

    private static bool HasReceivables(FactSheet facts) => facts.Unpaid.Count > 0 || facts.Settled.Count > 0;

    private static int DaysLate(UnpaidPart part, FactSheet facts) =>
        Math.Max(0, facts.AsOf.DayNumber - part.DueOn.DayNumber);

    private static Weighted Of(UnpaidPart part, bool holds) =>
        new(part.Currency, part.Amount, part.Count, holds ? 1 : 0);
}
