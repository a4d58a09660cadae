using Risk.Scoring.ProvisionRules;

namespace Risk.Scoring.ExpectedLosses;

/// <summary>
/// Expected loss of 12 months: probability of default × Σ over the parts by cover of exposure at default × loss given
/// default. Pure.
/// </summary>
internal static class LossReckoning
{
    public static LossFigures Of(CustomerLosses customer, LossRules rules, LossMoney money)
    {
        var stages = customer.Owed.Where(o => money.Knows(o.Currency))
            .SelectMany(o => Stages(o, rules).Select(s => s with
            {
                Exposure = money.From(s.Currency, s.Amount * s.Factor)!.Value,
            })).ToList();
        var parts = CoveredParts.Of(customer.Covers, new()
        {
            Shipped = stages.Where(s => IsShipped(s.Stage)).Sum(s => s.Exposure),
            Ordered = stages.Where(s => !IsShipped(s.Stage)).Sum(s => s.Exposure),
            ForProvision = false,
        }, rules, money);
        var probability = ProbabilityOf(customer, rules);
        return new()
        {
            Customer = customer,
            Probability = probability,
            Stages = stages,
            Parts = parts,
            ExpectedLoss = money.Round(probability * parts.Sum(p => p.Amount)),
            Provision = ProvisionReckoning.Of(customer, rules, money),
            Unconverted =
            [
                .. customer.Owed.Where(o => !money.Knows(o.Currency)).Select(o => new Unconverted(
                    o.Currency, ProvisionReckoning.Aged(o).Sum(), Stages(o, rules).Sum(s => s.Amount * s.Factor))),
            ],
            CoversUnconverted =
            [
                .. customer.Covers.Where(c => !money.Knows(c.Currency)).Select(c => c.Currency)
                    .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>Who is in default is so with certainty.</summary>
    private static decimal ProbabilityOf(CustomerLosses customer, LossRules rules) =>
        customer.Grade == V1.Grade.D ? 1
        : customer.Probability is { } scored ? Math.Max(scored, rules.ProbabilityMin)
        : rules.ProbabilityUnscored;

    private static bool IsShipped(V1.ExposureStage stage) =>
        stage is V1.ExposureStage.Receivable or V1.ExposureStage.Drafts or V1.ExposureStage.Delivered;

    /// <summary>What is on account reduces what is owed soonest, within its currency.</summary>
    private static IEnumerable<StageLoss> Stages(Owed owed, LossRules rules)
    {
        var onAccount = Math.Max(0, owed.Unallocated);
        foreach (var (stage, amount, factor) in ((V1.ExposureStage, decimal, decimal)[])
            [
                (V1.ExposureStage.Receivable, owed.Receivable, 1),
                (V1.ExposureStage.Drafts, owed.Drafts, 1),
                (V1.ExposureStage.Delivered, owed.Delivered, 1),
                (V1.ExposureStage.OpenOrders, owed.OpenOrders, rules.OpenOrderFactor),
                (V1.ExposureStage.Reserved, owed.Reserved, rules.ReservedFactor),
            ])
        {
            var reduced = Math.Min(Math.Max(0, amount), onAccount);
            onAccount -= reduced;
            if (amount > reduced)
                yield return new(stage, owed.Currency, amount - reduced, factor, 0);
        }
    }
}
