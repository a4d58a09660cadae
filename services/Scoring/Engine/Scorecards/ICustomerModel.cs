using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>Scores customers on their facts, by whatever kind of model.</summary>
internal interface ICustomerModel
{
    ModelFrame Frame { get; }

    /// <summary>What it reads, in the order of the factors of its results.</summary>
    IReadOnlyList<Feature> Features { get; }

    ScoreOutcome Score(FactSheet facts);
}
