using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;

namespace Risk.Scoring.Scores;

/// <summary>A customer's score, and what the challenger says beside it if there is one that says anything.</summary>
internal sealed record ScoredCustomer(Score Score, ScoreResult Result, ChallengerScore? Beside)
{
    public required ScoreBasis Basis { get; init; }

    /// <summary>Null when the model gives no score without the facts that are lacking.</summary>
    public static ScoredCustomer? Of(
        Guid customerId, FactSheet facts, UsedModels models, ScoreTrigger trigger, ScoringMoment moment) =>
        Of(customerId, facts, models, trigger, moment, out _);

    public static ScoredCustomer? Of(
        Guid customerId, FactSheet facts, UsedModels models, ScoreTrigger trigger, ScoringMoment moment,
        out IReadOnlyList<Feature> lacking)
    {
        var outcome = models.Champion.Score(facts);
        lacking = outcome.Lacking;
        if (outcome.Result is not { } result)
            return null;
        var score = Score.Of(customerId, result, IndexOf(facts), trigger, moment);
        var beside = models.Challenge(facts) is { } other
            ? ChallengerScore.Beside(score, result, other, moment)
            : null;
        return new(score, result, beside) { Basis = ScoreBasis.Of(facts, models) };
    }

    /// <summary>The check of orders rests on it, whether or not the model reads it.</summary>
    public static decimal? IndexOf(FactSheet facts) =>
        PaymentIndex.Of(facts) is { IsKnown: true } known ? known.Amount : null;

    private static readonly Feature PaymentIndex = FeatureCatalogue.Find(PaymentBehaviour.IndexName)!;
}
