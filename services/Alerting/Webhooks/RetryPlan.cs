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
        var pause = Pause(rules, rules.RetrySeconds[attemptsInRow - 1], chance);
        return now + (retryAfter > pause ? retryAfter.Value : pause);
    }

    /// <summary>
    /// Until when the target is left alone altogether; nothing when it has not asked for it. One that does not say for
    /// how long is tried again soon, with one message: the long pauses are those of a message, not of a target.
    /// </summary>
    public static DateTimeOffset? Rest(
        AlertingRules rules, int failuresBefore, SendOutcome outcome, DateTimeOffset now, double chance)
    {
        if (!outcome.AsksForRest)
            return null;
        var seconds = rules.RestSeconds[Math.Min(failuresBefore, rules.RestSeconds.Count - 1)];
        return now + (outcome.RetryAfter ?? Pause(rules, seconds, chance));
    }

    private static TimeSpan Pause(AlertingRules rules, int seconds, double chance) =>
        TimeSpan.FromSeconds(seconds * (1 + rules.RetryJitter * (2 * chance - 1)));
}
