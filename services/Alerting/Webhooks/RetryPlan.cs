namespace Risk.Alerting.Webhooks;

/// <summary>When a failed delivery is tried again: growing pauses with jitter, or when the target says so.</summary>
internal static class RetryPlan
{
    public static readonly TimeSpan RetryAfterMax = TimeSpan.FromHours(24);

    /// <summary>
    /// The time of the next attempt; nothing when it was the last one. <paramref name="chance"/> is from 0 to 1.
    /// </summary>
    public static DateTimeOffset? Next(
        AlertingRules rules, int attemptsInRow, TimeSpan? retryAfter, DateTimeOffset now, double chance)
    {
        if (attemptsInRow > rules.RetrySeconds.Count)
            return null;
        var factor = 1 + rules.RetryJitter * (2 * chance - 1);
        var pause = TimeSpan.FromSeconds(rules.RetrySeconds[attemptsInRow - 1] * factor);
        return now + (retryAfter > pause ? retryAfter.Value : pause);
    }
}
