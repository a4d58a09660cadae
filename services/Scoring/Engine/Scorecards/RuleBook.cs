using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>The floors and caps of a model, which limit the grade after it.</summary>
internal sealed class RuleBook(IReadOnlyList<GradeRule> rules)
{
    private readonly Feature[] features =
    [
        .. rules.Select(r => r.Feature).Distinct(StringComparer.Ordinal).Select(name => FeatureCatalogue.Find(name)
            ?? throw new ArgumentException($"There is no feature {name}.", nameof(rules))),
    ];

    /// <summary>The result of the model with its grade, and the probability that fits it, within the limits.</summary>
    public ScoreResult Apply(FactSheet facts, ScoreResult own)
    {
        var values = features.ToDictionary(f => f.Name, f => ValueOf(f, own, facts), StringComparer.Ordinal);
        var applying = rules
            .Where(r => values[r.Feature] is { IsKnown: true } value && r.AppliesTo(value.Amount))
            .ToList();
        var (grade, changing) = MasterScale.Limit(own.ModelGrade, applying);
        return own with
        {
            Probability = grade > own.ModelGrade
                ? own.Model.ProbabilityIn(grade, own.ModelProbability)
                : own.ModelProbability,
            Grade = grade,
            RuleValues = values,
            RulesApplying = applying,
            RulesChanging = changing,
            References = [.. Reference.All.Select(r => new ReferenceResult(r, ValueOf(r.Feature, own, facts)))],
        };
    }

    /// <summary>What the model has read is not read again.</summary>
    private static FeatureValue ValueOf(Feature feature, ScoreResult own, FactSheet facts)
    {
        foreach (var factor in own.Factors)
        {
            if (ReferenceEquals(factor.Feature, feature))
                return factor.Value;
        }
        return feature.Of(facts);
    }
}
