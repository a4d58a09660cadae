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
}
