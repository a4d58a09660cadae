using System.Globalization;

namespace Risk.Scoring.Orders.Checks.Doubts;

/// <summary>A score that is older than the grade allows says nothing for certain.</summary>
internal static class StaleScore
{
    public static Check Of(Figures figures, V1.OrderCheck which)
    {
        var (at, days) = (figures.Customer.ScoredAsOf!.Value, figures.Thresholds.ScoreAgeDaysMax!.Value);
        var day = at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return Check.NotEvaluated(which, "SCORE_STALE", new(
                $"The score of {day} is older than {days} days.", $"{day} 的评分已超过 {days} 天。"))
            .Seen(day, string.Create(CultureInfo.InvariantCulture, $"{days} days"), at);
    }
}
