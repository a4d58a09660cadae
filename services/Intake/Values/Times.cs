namespace Risk.Intake.Values;

/// <summary>
/// Time as Postgres keeps it: an answer and what is read back later must not differ in the seventh decimal.
/// </summary>
internal static class Times
{
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>
    /// The latest day that it is anywhere on earth. What happened today in Shanghai did not happen in the future
    /// because it is still yesterday in Greenwich.
    /// </summary>
    public static DateOnly LatestToday(this TimeProvider clock) =>
        DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(14)).DateTime);
}
