using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>How long and how regularly the customer has dealt with us, and how content it is.</summary>
internal static class Relationship
{
    private const int YearMonths = 12;

    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "relationship_years",
            Text = new("years as our customer", "合作年限"),
            Unit = Unit.Years, Min = 0, Max = 100, Better = Better.Higher, Decimals = 1, IsImmutable = true,
            Needs = Needs.MasterData | Needs.Documents,
            Formula = "years since the first business stated in the file, else since the first document",
            Source = "Own definition",
            Define = facts => Start(facts) is { } start && start <= facts.AsOf
                ? FeatureValue.Known(Calendar.Years(start, facts.AsOf), facts.AsOf)
                : FeatureValue.Missing(MissingReason.NoTrade),
        },
        new()
        {
            Name = "order_regularity",
            Text = new("regularity of orders", "订货规律性"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Higher, Needs = Needs.Documents, IsImmutable = true,
            Formula =
                "months with an order or invoice ÷ months, over the last 12, or since the first document when that "
                + "is less",
            Source = "Own definition",
            Define = Regularity,
        },
        new()
        {
            Name = "dispute_share",
            Text = new("share of invoices in dispute", "发票争议占比"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Lower, Needs = Needs.Documents, IsImmutable = true,
            Formula = "disputes ÷ invoices, counted over the last 12 months",
            Source = "Own definition",
            Define = Disputes,
        },
        new()
        {
            Name = "satisfaction",
            Text = new("satisfaction with us", "客户满意度"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Higher, Needs = Needs.MasterData,
            Formula = "as stated in the file, from the latest survey",
            Source = "Own definition",
            Define = facts => facts.Company is { Satisfaction: { } satisfaction, AsOf: { } asOf }
                ? FeatureValue.Known(satisfaction, asOf)
                : FeatureValue.Missing(MissingReason.NotStated),
        },
    ];

    private static DateOnly? Start(FactSheet facts) => facts.Company.CustomerSince ?? facts.FirstTradeOn;

    private static FeatureValue Regularity(FactSheet facts)
    {
        var months = InYear(facts).Where(d => d.Orders + d.Invoices > 0)
            .Select(d => Calendar.WholeMonths(d.Day, facts.AsOf))
            .ToHashSet();
        if (months.Count == 0 || facts.FirstTradeOn is not { } first)
            return FeatureValue.Missing(MissingReason.NoTrade);
        var possible = Math.Min(YearMonths, Calendar.WholeMonths(first, facts.AsOf) + 1);
        return FeatureValue.Known((decimal)months.Count / possible, facts.AsOf);
    }

    private static FeatureValue Disputes(FactSheet facts)
    {
        var days = InYear(facts).ToList();
        var invoices = days.Sum(d => d.Invoices);
        return invoices == 0
            ? FeatureValue.Missing(MissingReason.NoTrade)
            : FeatureValue.Known((decimal)days.Sum(d => d.Disputes) / invoices, facts.AsOf);
    }

    private static IEnumerable<TradeDay> InYear(FactSheet facts) => facts.TradeDays
        .Where(d => d.Day > facts.AsOf.AddMonths(-YearMonths) && d.Day <= facts.AsOf);
}
