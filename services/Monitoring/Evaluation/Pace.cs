namespace Risk.Monitoring.Evaluation;

/// <summary>
/// How fast facts come in. While they pour in, as in an import, half of them would raise warnings that the other half
/// clears: then customers wait until their facts are quiet. One fact at a time is decided on at once.
/// </summary>
internal sealed class Pace
{
    private const int AtOnceMax = 20;
    private const int PerSecondMax = 60;
    private static readonly TimeSpan CalmAfter = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private DateTimeOffset windowStart;
    private int inWindow;
    private DateTimeOffset busyUntil;

    /// <summary>Counts the facts of a run, and says whether too many come for deciding on them at once.</summary>
    public bool IsBusy(DateTimeOffset now, int facts)
    {
        lock (gate)
        {
            if (now - windowStart is { TotalSeconds: >= 1 or < 0 })
                (windowStart, inWindow) = (now, 0);
            inWindow += facts;
            if (facts > AtOnceMax || inWindow > PerSecondMax)
                busyUntil = now + CalmAfter;
            return now < busyUntil;
        }
    }
}
