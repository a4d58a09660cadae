using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>What the customer owes us on the day, by how long it has been due.</summary>
internal static class OpenReceivables
{
    private const int DefaultDays = 90;
    private const int YearMonths = 12;

    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "oldest_overdue_days",
            Text = new("oldest open item", "最长逾期天数"),
            Unit = Unit.Days, Min = 0, Max = 3650, Better = Better.Lower, Decimals = 0, Needs = Needs.OpenItems,
            Formula = "days since the due day of the oldest unpaid item; 0 when nothing is past due",
            Source = "Own definition",
            Define = facts => HasReceivables(facts)
                ? FeatureValue.Known(facts.Unpaid.Select(u => DaysLate(u, facts)).Prepend(0).Max(), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NoReceivables),
        },
        new()
        {
            Name = "overdue_share",
            Text = new("share past due", "逾期应收占比"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Lower, Needs = Needs.OpenItems,
            Formula = "amount past due ÷ amount unpaid; 0 when nothing is unpaid",
            Source = "Own definition",
            Define = facts => HasReceivables(facts)
                ? FeatureValue.Known(
                    Weighted.Mean(facts.Unpaid.Select(u => Of(u, DaysLate(u, facts) > 0))), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NoReceivables),
        },
        new()
        {
            Name = "overdue_90_share",
            Text = new("share more than 90 days past due", "逾期90天以上占比"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Lower,
            Needs = Needs.OpenItems | Needs.Settlements,
            Formula = "amount at least 90 days past due ÷ (amount paid in the last 12 months + amount unpaid), in the "
                + "currency where it is highest",
            Source = "The 90 days past due of Basel III (CRE36.69), against the business of a year as materiality",
            Define = facts => HasReceivables(facts)
                ? FeatureValue.Known(ShareOf90Days(facts), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NoReceivables),
        },
    ];

    private static decimal ShareOf90Days(FactSheet facts)
    {
        var paid = facts.Settled
            .Where(s => s.Kind == SettlementKind.Paid && s.SettledOn <= facts.AsOf
                && s.SettledOn > facts.AsOf.AddMonths(-YearMonths))
            .ToLookup(s => s.Currency, s => s.Amount, StringComparer.Ordinal);
        decimal highest = 0;
        foreach (var unpaid in facts.Unpaid.GroupBy(u => u.Currency, StringComparer.Ordinal))
        {
            var late = unpaid.Where(u => DaysLate(u, facts) >= DefaultDays).Sum(u => u.Amount);
            var business = unpaid.Sum(u => u.Amount) + paid[unpaid.Key].Sum();
            highest = Math.Max(highest, business == 0 ? 0 : late / business);
        }
        return highest;
    }

    private static bool HasReceivables(FactSheet facts) => facts.Unpaid.Count > 0 || facts.Settled.Count > 0;

    private static int DaysLate(UnpaidPart part, FactSheet facts) =>
        Math.Max(0, facts.AsOf.DayNumber - part.DueOn.DayNumber);

    private static Weighted Of(UnpaidPart part, bool holds) =>
        new(part.Currency, part.Amount, part.Count, holds ? 1 : 0);
}
