using System.Collections.Frozen;

namespace Risk.Scoring.Engine.Features;

/// <summary>Every feature that a model may use.</summary>
internal static class FeatureCatalogue
{
    public static IReadOnlyList<Feature> All { get; } =
    [
        .. Liquidity.Features, .. Leverage.Features, .. Profitability.Features, .. Activity.Features,
        .. Growth.Features, .. Altman.Features, .. StatementQuality.Features, .. PaymentBehaviour.Features,
        .. OpenReceivables.Features, .. Promises.Features, .. Relationship.Features, .. Market.Features,
        .. Outside.Features, .. Legal.Features,
    ];

    private static readonly FrozenDictionary<string, Feature> ByName =
        All.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    public static Feature? Find(string name) => ByName.GetValueOrDefault(name);
}
