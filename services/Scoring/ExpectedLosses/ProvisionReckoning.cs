using Risk.Scoring.ProvisionRules;

namespace Risk.Scoring.ExpectedLosses;

/// <summary>
/// The loss allowance by the simplified approach: loss rates by grade and days past due (IFRS 9 B5.5.35, CAS 22), times
/// what the future is expected to make of them. What a rate says of an uncovered claim implies a probability of
/// default; of a covered claim that probability × the loss of its kind of cover is lost. Pure.
/// </summary>
internal static class ProvisionReckoning
{
    private static readonly V1.AgeingBucket[] Buckets =
        [.. Enum.GetValues<V1.AgeingBucket>().Where(b => b != V1.AgeingBucket.Unspecified)];

    public static ProvisionFigures Of(CustomerLosses customer, LossRules rules, LossMoney money)
    {
        var owed = customer.Owed.Where(o => money.Knows(o.Currency)).ToList();
        var lines = owed.SelectMany(o => Aged(o).Zip(Buckets, (amount, bucket) =>
                new LineLoss(bucket, o.Currency, amount, money.From(o.Currency, amount)!.Value)))
            .Where(l => l.Amount != 0).ToList();
        var parts = CoveredParts.Of(customer.Covers, new()
        {
            Shipped = lines.Sum(l => l.Gross),
            Ordered = 0,
            ForProvision = true,
        }, rules, money);
        var isSpecific = customer.Grade == V1.Grade.D;
        return new()
        {
            IsSpecific = isSpecific,
            ScenarioFactor = isSpecific ? 1 : rules.ScenarioFactor,
            Lines = [.. lines.Select(l => WithLoss(l, customer.Grade, parts, rules, money))],
            Parts = parts,
            Disputed = owed.Sum(o => money.From(o.Currency, o.Disputed)!.Value),
            CreditBeyond = owed.Sum(o => money.From(o.Currency,
                Math.Max(0, o.OnAccount - o.Aged.Sum() - o.Delivered))!.Value),
        };
    }

    /// <summary>By bucket, less what is on account, which pays what is past due longest first.</summary>
    public static IReadOnlyList<decimal> Aged(Owed owed)
    {
        decimal[] aged = [.. owed.Aged];
        aged[0] += owed.Delivered;
        var onAccount = Math.Max(0, owed.OnAccount);
        for (var i = aged.Length - 1; i >= 0; i--)
        {
            var reduced = Math.Min(aged[i], onAccount);
            (aged[i], onAccount) = (aged[i] - reduced, onAccount - reduced);
        }
        return aged;
    }

    private static LineLoss WithLoss(
        LineLoss line, V1.Grade grade, List<PartLoss> parts, LossRules rules, LossMoney money)
    {
        var matrix = rules.Rate(grade, line.Bucket);
        var uncovered = grade == V1.Grade.D ? matrix : Math.Min(1, matrix * rules.ScenarioFactor);
        var implied = grade == V1.Grade.D ? 1 : Math.Min(1, uncovered / rules.LossUncovered);
        var gross = parts.Sum(p => p.Exposure);
        var lost = parts.Sum(p => p.Exposure
            * (p.Kind == V1.CoverKind.Unspecified ? uncovered : implied * p.Loss));
        var rate = gross == 0
            ? 0
            : Math.Round(lost / gross, LossRules.RateDecimals, MidpointRounding.AwayFromZero);
        return line with { MatrixRate = matrix, Rate = rate, Provision = money.Round(line.Gross * rate) };
    }
}
