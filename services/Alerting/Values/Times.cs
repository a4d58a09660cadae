namespace Risk.Alerting.Values;

internal static class Times
{
    /// <summary>The time, cut to the microseconds that the database keeps: so what is told is what is stored.</summary>
    public static DateTimeOffset Now(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new(now.Ticks - now.Ticks % TimeSpan.TicksPerMicrosecond, now.Offset);
    }
}
