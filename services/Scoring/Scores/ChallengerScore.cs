using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Scores;

/// <summary>What the challenger thought of a customer on the same facts; never a grade of the customer.</summary>
internal sealed class ChallengerScore
{
    public required Guid ScoreId { get; init; }

    public required Guid CustomerId { get; init; }

    public required int ChampionVersion { get; init; }

    public required int ChallengerVersion { get; init; }

    public required DateTimeOffset ScoredAt { get; init; }

    public required Grade ChampionGrade { get; init; }

    public required int ChampionPoints { get; init; }

    public required decimal ChampionProbability { get; init; }

    public required Grade ChallengerGrade { get; init; }

    public required int ChallengerPoints { get; init; }

    public required decimal ChallengerProbability { get; init; }

    /// <summary>risk.scoring.v1.Score of the challenger, binary.</summary>
    public required byte[] Score { get; init; }

    public static ChallengerScore Beside(
        Score score, ScoreResult champion, ScoreResult challenger, ScoringMoment moment)
    {
        var told = ScoreContract.Summary(score.ScoreId, score.CustomerId, challenger, score.Trigger, moment);
        return new()
        {
            ScoreId = score.ScoreId,
            CustomerId = score.CustomerId,
            ChampionVersion = champion.Model.Version,
            ChallengerVersion = challenger.Model.Version,
            ScoredAt = score.ScoredAt,
            ChampionGrade = champion.Grade,
            ChampionPoints = champion.Points,
            ChampionProbability = champion.Probability,
            ChallengerGrade = challenger.Grade,
            ChallengerPoints = challenger.Points,
            ChallengerProbability = challenger.Probability,
            Score = told.ToByteArray(),
        };
    }
}

internal sealed class ChallengerScoreTable : IEntityTypeConfiguration<ChallengerScore>
{
    public void Configure(EntityTypeBuilder<ChallengerScore> score)
    {
        score.ToTable("challenger_scores").HasKey(s => s.ScoreId);
        score.Property(s => s.ScoreId).ValueGeneratedNever();
        score.Property(s => s.ChampionGrade).HasConversion<short>();
        score.Property(s => s.ChallengerGrade).HasConversion<short>();
        score.Property(s => s.ChampionProbability).HasPrecision(9, 8);
        score.Property(s => s.ChallengerProbability).HasPrecision(9, 8);
        score.Property(s => s.Score).HasColumnName("challenger_score");
    }
}
