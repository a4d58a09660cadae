namespace Risk.Scoring.Scores;

/// <summary>
/// How fast facts come in. While many come, as in an import, most scores would be of half of the facts and thrown away:
/// then only the customers who have waited longest are scored.
/// </summary>
internal sealed class RescorePace
{
    private const double BusyChangesPerSecond = 20;
    private static readonly TimeSpan CalmAfter = TimeSpan.FromSeconds(2);

    private long changes;
    private DateTimeOffset measuredAt;
    private DateTimeOffset busyUntil;

    public void Count() => Interlocked.Increment(ref changes);

    /// <summary>Called by one loop alone, again and again.</summary>
    public bool IsBusy(DateTimeOffset now)
    {
        var seconds = Math.Max(0.05, (now - measuredAt).TotalSeconds);
        if (Interlocked.Exchange(ref changes, 0) / seconds >= BusyChangesPerSecond)
            busyUntil = now + CalmAfter;
        measuredAt = now;
        return now < busyUntil;
    }
}
