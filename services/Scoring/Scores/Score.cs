using Google.Protobuf;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Scores;

/// <summary>Why a score was calculated; the numbers of the contract.</summary>
internal enum ScoreTrigger
{
    Request = 1,
    FactsChanged = 2,
    TimePassed = 3,
}

/// <summary>The result of scoring one customer once, as it is kept. It never changes.</summary>
internal sealed class Score
{
    public required Guid ScoreId { get; init; }

    public required Guid CustomerId { get; init; }

    public required DateOnly AsOfDay { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public required DateTimeOffset ScoredAt { get; init; }

    public required ScoreTrigger Trigger { get; init; }

    public required string Model { get; init; }

    public required int ModelVersion { get; init; }

    public required int Points { get; init; }

    public required decimal ProbabilityOfDefault { get; init; }

    public required Grade ModelGrade { get; init; }

    public required Grade Grade { get; init; }

    /// <summary>0 to 1.</summary>
    public required decimal Confidence { get; init; }

    /// <summary>0 to 100; null when it is not known.</summary>
    public decimal? PaymentIndex { get; init; }

    /// <summary>The explanation in the contract's binary form, as it was calculated.</summary>
    public required byte[] Explanation { get; init; }

    public static Score Of(Guid customerId, ScoreResult result, ScoreTrigger trigger, ScoringMoment moment)
    {
        var id = Guid.CreateVersion7(moment.Now);
        var index = result.Factors.FirstOrDefault(f => f.Feature.Name == PaymentBehaviour.IndexName)?.Value;
        return new()
        {
            ScoreId = id,
            CustomerId = customerId,
            AsOfDay = moment.Day,
            AsOf = moment.AsOf,
            ScoredAt = moment.Now,
            Trigger = trigger,
            Model = result.Model.Name,
            ModelVersion = result.Model.Version,
            Points = result.Points,
            ProbabilityOfDefault = result.Probability,
            ModelGrade = result.ModelGrade,
            Grade = result.Grade,
            Confidence = result.Confidence,
            PaymentIndex = index is { IsKnown: true } known ? known.Amount : null,
            Explanation = ScoreContract.Explain(id, customerId, result, trigger, moment).ToByteArray(),
        };
    }
}

/// <summary>When a score is calculated, and as of when.</summary>
internal sealed record ScoringMoment
{
    private ScoringMoment(DateTimeOffset now, DateOnly day, DateTimeOffset asOf) => (Now, Day, AsOf) = (now, day, asOf);

    public DateTimeOffset Now { get; }

    public DateOnly Day { get; }

    /// <summary>The end of the day, or now when the day is today.</summary>
    public DateTimeOffset AsOf { get; }

    /// <summary>Of today, in UTC, or of an earlier day.</summary>
    public static ScoringMoment Of(DateTimeOffset clock, DateOnly? day)
    {
        // Postgres keeps microseconds: what is answered now must be what is read later.
        var now = new DateTimeOffset(clock.UtcTicks - clock.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return day is { } asked && asked < today
            ? new(now, asked, new(asked.AddDays(1).ToDateTime(TimeOnly.MinValue).AddSeconds(-1), TimeSpan.Zero))
            : new(now, today, now);
    }
}
