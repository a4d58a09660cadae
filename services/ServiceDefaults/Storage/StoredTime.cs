namespace Risk.ServiceDefaults.Storage;

/// <summary>
/// Time as Postgres keeps it, to the microsecond: what is answered now must be what is read later.
/// </summary>
public static class StoredTime
{
    public static DateTimeOffset Now(this TimeProvider clock) => Whole(clock.GetUtcNow());

    /// <summary>The time in UTC, without what the database would cut off.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time) =>
        new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
