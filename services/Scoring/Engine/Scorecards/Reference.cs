using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>Zones of a reference; the numbers of the contract.</summary>
internal enum ReferenceZone
{
    Distress = 1,
    Grey = 2,
    Safe = 3,
}

/// <summary>A tested formula that is shown beside every model, with the zones that its author gives.</summary>
internal sealed record Reference(Feature Feature, decimal DistressBelow, decimal SafeAbove)
{
    public static readonly IReadOnlyList<Reference> All =
    [
        new(FeatureCatalogue.Find("altman_z")!, 1.81m, 2.99m),
        new(FeatureCatalogue.Find("altman_z_prime")!, 1.23m, 2.90m),
        new(FeatureCatalogue.Find("altman_z_double_prime")!, 1.10m, 2.60m),
    ];

    public ReferenceResult Of(FactSheet facts) => new(this, Feature.Of(facts));
}

/// <summary>What a reference says of a customer.</summary>
internal sealed record ReferenceResult(Reference Reference, FeatureValue Value)
{
    /// <summary>Null when the value is not known.</summary>
    public ReferenceZone? Zone => !Value.IsKnown ? null
        : Value.Amount < Reference.DistressBelow ? ReferenceZone.Distress
        : Value.Amount > Reference.SafeAbove ? ReferenceZone.Safe
        : ReferenceZone.Grey;
}
