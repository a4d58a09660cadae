using Risk.Scoring.Credit;
using Risk.Scoring.ProvisionRules;

namespace Risk.Scoring.ExpectedLosses;

/// <summary>What is exposed, in the currency of the figures, and for which of the two figures.</summary>
internal readonly record struct Exposed
{
    /// <summary>Goods have left: insurance covers it.</summary>
    public required decimal Shipped { get; init; }

    public required decimal Ordered { get; init; }

    /// <summary>Only covers that lower the provision count.</summary>
    public required bool ForProvision { get; init; }
}

/// <summary>
/// Divides an exposure by what stands behind it. Insurance comes first, since it covers nothing but what is shipped;
/// then the covers of which least is lost. No more is covered than is owed. Pure.
/// </summary>
internal static class CoveredParts
{
    public static List<PartLoss> Of(
        IReadOnlyList<LossCover> covers, Exposed exposed, LossRules rules, LossMoney money)
    {
        var parts = new List<PartLoss>();
        var open = exposed.Shipped + exposed.Ordered;
        foreach (var (kind, loss, standing) in Standing(covers, exposed, rules, money))
        {
            var most = kind == V1.CoverKind.CreditInsurance ? exposed.Shipped : open;
            var covered = money.Round(CoveredStages.Amount(standing, most));
            open -= covered;
            if (covered > 0)
                parts.Add(Part(kind, covered, loss, money));
        }
        if (open > 0)
            parts.Add(Part(V1.CoverKind.Unspecified, open, rules.LossUncovered, money));
        return parts;
    }

    private static IEnumerable<(V1.CoverKind Kind, decimal Loss, List<StandingCover> Standing)> Standing(
        IReadOnlyList<LossCover> covers, Exposed exposed, LossRules rules, LossMoney money) =>
        from cover in covers
        where money.Knows(cover.Currency)
        group cover by cover.Kind into same
        let rule = rules.Of(same.Key)
        where rule is not null && (rule.LowersProvision || !exposed.ForProvision)
        orderby same.Key != V1.CoverKind.CreditInsurance, rule.Loss, same.Key
        select (same.Key, rule.Loss, same.Select(c => Standing(c, money)).ToList());

    /// <summary>What was shipped in a currency without a rate is in no figure, and takes no cover.</summary>
    private static StandingCover Standing(LossCover cover, LossMoney money) => new(
        cover.Kind == V1.CoverKind.CreditInsurance, money.From(cover.Currency, cover.Value)!.Value,
        cover.IsStopped ? cover.ShippedBefore.Sum(s => money.From(s.Currency, s.Amount) ?? 0) : null);

    private static PartLoss Part(V1.CoverKind kind, decimal exposure, decimal loss, LossMoney money) =>
        new(kind, exposure, loss, money.Round(exposure * loss));
}
