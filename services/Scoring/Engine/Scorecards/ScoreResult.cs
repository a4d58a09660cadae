using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>What a factor of the model made of a customer.</summary>
internal sealed record FactorResult(Factor Factor, Feature Feature, FeatureValue Value)
{
    public required string Group { get; init; }

    /// <summary>As in mathematics, for example <c>[1.1, 1.4)</c>, or <c>missing</c>.</summary>
    public required string Bin { get; init; }

    public required int Points { get; init; }

    /// <summary>Known, and not older than the model wants.</summary>
    public required bool IsFresh { get; init; }

    public int PointsLost => Factor.PointsBest - Points;
}

/// <summary>The result of scoring one customer once.</summary>
internal sealed record ScoreResult
{
    public const int ReasonsMax = 4;

    public required Scorecard Model { get; init; }

    public required DateOnly AsOf { get; init; }

    public required IReadOnlyList<FactorResult> Factors { get; init; }

    public required int Points { get; init; }

    /// <summary>The one that fits the grade: not less than the grade's own when a cap has worsened it.</summary>
    public required decimal Probability { get; init; }

    /// <summary>Before floors and caps.</summary>
    public required decimal ModelProbability { get; init; }

    public required Grade ModelGrade { get; init; }

    /// <summary>After floors and caps.</summary>
    public required Grade Grade { get; init; }

    /// <summary>The values that the rules look at, by feature.</summary>
    public required IReadOnlyDictionary<string, FeatureValue> RuleValues { get; init; }

    /// <summary>The rules that apply to the customer, whether or not they changed the grade.</summary>
    public required IReadOnlyList<GradeRule> RulesApplying { get; init; }

    public required IReadOnlyList<GradeRule> RulesChanging { get; init; }

    /// <summary>The share of the best points whose factors are known and fresh, 0 to 1.</summary>
    public required decimal Confidence { get; init; }

    /// <summary>Most points lost first.</summary>
    public IEnumerable<FactorResult> Reasons =>
        Factors.Where(f => f.PointsLost > 0).OrderByDescending(f => f.PointsLost).Take(ReasonsMax);
}

/// <summary>A result, or the features without which the model gives none.</summary>
internal sealed record ScoreOutcome(ScoreResult? Result, IReadOnlyList<Feature> Lacking);
