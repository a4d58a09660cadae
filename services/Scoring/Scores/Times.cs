namespace Risk.Scoring.Scores;

internal static class Times
{
    /// <summary>Postgres keeps microseconds: what is answered now must be what is read later.</summary>
    public static DateTimeOffset Now(this TimeProvider clock) => Whole(clock.GetUtcNow());

    public static DateTimeOffset Whole(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
