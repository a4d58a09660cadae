using System.Collections.Frozen;
using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>What a factor of the model made of a customer.</summary>
internal sealed record FactorResult(Factor Factor, Feature Feature, FeatureValue Value)
{
    public required string Group { get; init; }

    /// <summary>As in mathematics, for example <c>[1.1, 1.4)</c>, or <c>missing</c>.</summary>
    public required string Bin { get; init; }

    public required decimal Points { get; init; }

    /// <summary>Known, and not older than the model wants.</summary>
    public required bool IsFresh { get; init; }

    /// <summary>The most that it could give; null where that depends on the other factors.</summary>
    public decimal? PointsBest => Factor.Bins.Count > 0 ? Factor.PointsBest : null;

    /// <summary>Against the best, and where there is none, against the model's average case.</summary>
    public decimal PointsLost => (PointsBest ?? 0) - Points;
}

/// <summary>The result of scoring one customer once.</summary>
internal sealed record ScoreResult
{
    public const int ReasonsMax = 4;

    public required ModelFrame Model { get; init; }

    /// <summary>The model where it is a scorecard.</summary>
    public Scorecard Card => (Scorecard)Model;

    public required DateOnly AsOf { get; init; }

    public required IReadOnlyList<FactorResult> Factors { get; init; }

    public required int Points { get; init; }

    /// <summary>Points before any factor; with those of the factors they add up to <see cref="Points"/>.</summary>
    public decimal PointsBase { get; init; }

    /// <summary>The one that fits the grade: not less than the grade's own when a cap has worsened it.</summary>
    public required decimal Probability { get; init; }

    /// <summary>Before floors and caps.</summary>
    public required decimal ModelProbability { get; init; }

    public required Grade ModelGrade { get; init; }

    /// <summary>After floors and caps.</summary>
    public required Grade Grade { get; init; }

    /// <summary>The values that the rules look at, by feature.</summary>
    public IReadOnlyDictionary<string, FeatureValue> RuleValues { get; init; } =
        FrozenDictionary<string, FeatureValue>.Empty;

    /// <summary>The rules that apply to the customer, whether or not they changed the grade.</summary>
    public IReadOnlyList<GradeRule> RulesApplying { get; init; } = [];

    public IReadOnlyList<GradeRule> RulesChanging { get; init; } = [];

    /// <summary>What tested formulas say beside the model.</summary>
    public IReadOnlyList<ReferenceResult> References { get; init; } = [];

    /// <summary>The share of the best points whose factors are known and fresh, 0 to 1.</summary>
    public required decimal Confidence { get; init; }

    /// <summary>Most points lost first.</summary>
    public IEnumerable<FactorResult> Reasons =>
        Factors.Where(f => f.PointsLost > 0).OrderByDescending(f => f.PointsLost).Take(ReasonsMax);
}

/// <summary>A result, or the features without which the model gives none.</summary>
internal sealed record ScoreOutcome(ScoreResult? Result, IReadOnlyList<Feature> Lacking);
