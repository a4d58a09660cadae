using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Explanations;

/// <summary>
/// What has to change so that rules no longer hold the grade down: the values needed by feature, and the changes of
/// features that are no factors of the model.
/// </summary>
internal sealed record ForcedChanges(IReadOnlyDictionary<string, decimal?> Needed, IReadOnlyList<Change> Apart)
{
    /// <summary>Null when a rule rests on something that the customer cannot change.</summary>
    public static ForcedChanges? Of(
        IEnumerable<string> factors, IReadOnlyDictionary<string, FeatureValue> ruleValues,
        IReadOnlyList<GradeRule> binding)
    {
        var needed = new Dictionary<string, decimal?>(StringComparer.Ordinal);
        var apart = new List<Change>();
        foreach (var rule in binding)
        {
            var feature = FeatureCatalogue.Find(rule.Feature)!;
            if (feature.IsImmutable || Beyond(rule, feature) is not { } value)
                return null;
            var former = needed.GetValueOrDefault(feature.Name);
            needed[feature.Name] = former is not { } other ? value
                : feature.Better == Better.Higher ? Math.Max(value, other) : Math.Min(value, other);
        }
        var own = factors.ToHashSet(StringComparer.Ordinal);
        foreach (var (name, value) in needed.Where(n => !own.Contains(n.Key)))
        {
            var feature = FeatureCatalogue.Find(name)!;
            apart.Add(new(feature, ruleValues[name], value!.Value) { PointsGained = 0, Effort = 0 });
        }
        return new(needed, apart);
    }

    /// <summary>
    /// The nearest value to which the rule does not apply, in the direction in which the feature is better.
    /// </summary>
    private static decimal? Beyond(GradeRule rule, Feature feature) => (rule, feature.Better) switch
    {
        ({ ValueAtLeast: { } least }, Better.Lower) when least > feature.Min => feature.Fit(least - feature.Step),
        ({ ValueAtMost: { } most }, Better.Higher) when most < feature.Max => feature.Fit(most + feature.Step),
        _ => null,
    };
}
