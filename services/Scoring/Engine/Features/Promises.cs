using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Features;

/// <summary>Whether the customer does what it says.</summary>
internal static class Promises
{
    private const int YearMonths = 12;

    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "promises_broken_12_months",
            Text = new("promises to pay broken in the last 12 months", "近 12 个月违背付款承诺次数"),
            Unit = Unit.Count, Min = 0, Max = 100, Better = Better.Lower, Decimals = 0,
            IsImmutable = true, Needs = Needs.Settlements | Needs.Documents,
            Formula = "promises that fell due in the last 12 months and on which less was paid until their day than "
                + "promised, counted on the invoices that they name or else on any; none due is no value",
            Source = "Own definition",
            Define = Broken,
        },
        new()
        {
            Name = "return_rate",
            Text = new("return rate", "退货率"),
            Unit = Unit.Share, Min = 0, Max = 1, Better = Better.Lower, IsImmutable = true, Needs = Needs.Documents,
            Formula = "value of goods that came back ÷ amount invoiced, over the last 12 months; currencies are "
                + "weighted by the amounts that are material in them",
            Source = "Own definition",
            Define = Returned,
        },
    ];

    private static FeatureValue Broken(FactSheet facts)
    {
        var due = facts.Promises
            .Where(p => p.DueOn < facts.AsOf && p.DueOn >= facts.AsOf.AddMonths(-YearMonths))
            .ToList();
        return due.Count == 0
            ? FeatureValue.Missing(MissingReason.NoPromises)
            : FeatureValue.Known(due.Count(p => p.IsBrokenOn(facts.AsOf)), facts.AsOf);
    }

    private static FeatureValue Returned(FactSheet facts)
    {
        var definition = DefaultDefinition.InForce;
        var invoiced = facts.TradeAmounts.Sum(t => definition.Materiality(t.Currency, t.Invoiced));
        return invoiced == 0
            ? FeatureValue.Missing(MissingReason.NoTrade)
            : FeatureValue.Known(
                facts.TradeAmounts.Sum(t => definition.Materiality(t.Currency, t.Returned)) / invoiced, facts.AsOf);
    }
}
