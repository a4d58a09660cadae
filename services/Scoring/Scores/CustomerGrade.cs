using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Scores;

/// <summary>The score that counts now: the one with the newest facts, and of two the later one.</summary>
internal sealed class CustomerGrade
{
    public required Guid CustomerId { get; init; }

    public required Guid ScoreId { get; init; }

    public required Grade Grade { get; init; }

    public required int Points { get; init; }

    public decimal? PaymentIndex { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required DateTimeOffset ScoredAt { get; init; }

    /// <summary>The version of the customer's facts on which the score rests; null when it is unknown.</summary>
    public long? FactsVersion { get; init; }

    /// <summary>The model that gave the score; null when it is unknown.</summary>
    public int? ChampionVersion { get; init; }

    /// <summary>The model that was tried beside it, 0 for none; null when it is unknown.</summary>
    public int? ChallengerVersion { get; init; }

    /// <summary>The build of the service that scored; null when it is unknown.</summary>
    public Guid? Software { get; init; }

    /// <summary>A score about an earlier day does not replace one about a later day.</summary>
    public bool IsReplacedBy(Score score) =>
        score.AsOf > AsOf || (score.AsOf == AsOf && score.ScoredAt >= ScoredAt);

    /// <summary>Whether scoring again on the day would give the same score again.</summary>
    public bool RestsOn(ScoreBasis basis, DateOnly day) =>
        FactsVersion == basis.FactsVersion && ChampionVersion == basis.ChampionVersion
        && ChallengerVersion == basis.ChallengerVersion && Software == ScoreBasis.Software
        && DateOnly.FromDateTime(AsOf.UtcDateTime) == day;
}
