using Google.Protobuf;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.GradeOverrides;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>Why a score was calculated; the numbers of the contract.</summary>
internal enum ScoreTrigger
{
    Request = 1,
    FactsChanged = 2,
    TimePassed = 3,
    Override = 4,
    Portfolio = 5,
}

/// <summary>The result of scoring one customer once. Once it is kept it never changes.</summary>
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

    public required decimal ProbabilityOfDefault { get; set; }

    public required Grade ModelGrade { get; init; }

    /// <summary>By model and rules; null for scores of a time before there were overrides.</summary>
    public Grade? RuledGrade { get; init; }

    /// <summary>The one that counts.</summary>
    public required Grade Grade { get; set; }

    /// <summary>The last day of the manual override that made the grade.</summary>
    public DateOnly? OverriddenUntil { get; set; }

    /// <summary>0 to 1.</summary>
    public required decimal Confidence { get; init; }

    /// <summary>0 to 100; null when it is not known.</summary>
    public decimal? PaymentIndex { get; init; }

    /// <summary>In the contract's binary form, as it was calculated; empty where values are kept.</summary>
    public byte[] Explanation { get; private set; } = [];

    /// <summary>Of a score that says nothing new: <see cref="KeptValues"/>; else null.</summary>
    public byte[]? FeatureValues { get; private set; }

    /// <summary>
    /// Before it is kept: a person's grade counts in place of its own, unless a rule says D. False when it does not.
    /// </summary>
    public bool Override(OverrideInForce by, ScoreResult result)
    {
        if (Grade == Grade.D || !by.CountsOn(AsOfDay))
            return false;
        (Grade, OverriddenUntil) = (by.Grade, by.ValidUntil);
        ProbabilityOfDefault = result.Model.ProbabilityWithin(by.Grade, ProbabilityOfDefault);
        return true;
    }

    /// <summary>Before it is kept: keeps the whole explanation with it, and the override that made the grade.</summary>
    public V1.Score Explain(ScoreResult result, OverrideInForce? by)
    {
        var explanation = ScoreContract.Explain(this, result);
        if (by is not null)
            ScoreContract.Override(explanation.Score, this, by);
        Explanation = explanation.ToByteArray();
        return explanation.Score;
    }

    /// <summary>Before it is kept: keeps what the explanation can be reckoned from.</summary>
    public void KeepValues(ScoreResult result) => FeatureValues = KeptValues.Of(result);

    /// <summary>Without an explanation or values yet.</summary>
    public static Score Of(
        Guid customerId, ScoreResult result, decimal? paymentIndex, ScoreTrigger trigger, ScoringMoment moment)
    {
        var id = Guid.CreateVersion7(moment.Now);
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
            RuledGrade = result.Grade,
            Grade = result.Grade,
            Confidence = result.Confidence,
            PaymentIndex = paymentIndex,
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

    public bool IsToday => AsOf == Now;

    /// <summary>When a score that is kept was calculated.</summary>
    public static ScoringMoment Of(Score score) => new(score.ScoredAt, score.AsOfDay, score.AsOf);

    /// <summary>Of today, in UTC, or of an earlier day.</summary>
    public static ScoringMoment Of(DateTimeOffset clock, DateOnly? day)
    {
        var now = StoredTime.Whole(clock);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return day is { } asked && asked < today
            ? new(now, asked, new(asked.AddDays(1).ToDateTime(TimeOnly.MinValue).AddSeconds(-1), TimeSpan.Zero))
            : new(now, today, now);
    }
}
