using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Scores;

/// <summary>The score that counts now: the one with the newest facts, and of two the later one.</summary>
internal sealed class CustomerGrade
{
    public required Guid CustomerId { get; init; }

    public required Guid ScoreId { get; set; }

    public required Grade Grade { get; set; }

    public required int Points { get; set; }

    public decimal? PaymentIndex { get; set; }

    public required DateTimeOffset AsOf { get; set; }

    public required DateTimeOffset ScoredAt { get; set; }

    public static CustomerGrade Of(Score score) => new()
    {
        CustomerId = score.CustomerId,
        ScoreId = score.ScoreId,
        Grade = score.Grade,
        Points = score.Points,
        PaymentIndex = score.PaymentIndex,
        AsOf = score.AsOf,
        ScoredAt = score.ScoredAt,
    };

    /// <summary>A score about an earlier day does not replace one about a later day.</summary>
    public bool IsReplacedBy(Score score) =>
        score.AsOf > AsOf || (score.AsOf == AsOf && score.ScoredAt >= ScoredAt);

    public void Take(Score score)
    {
        (ScoreId, Grade, Points) = (score.ScoreId, score.Grade, score.Points);
        (PaymentIndex, AsOf, ScoredAt) = (score.PaymentIndex, score.AsOf, score.ScoredAt);
    }
}
