using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.Engine.Scorecards;

/// <summary>Scores customers on their facts, by whatever kind of model.</summary>
internal interface ICustomerModel
{
    ModelFrame Frame { get; }

    ScoreOutcome Score(FactSheet facts);
}
