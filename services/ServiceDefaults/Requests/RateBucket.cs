namespace Risk.ServiceDefaults.Requests;

/// <summary>
/// A token bucket in one number: the moment at which it would be full again (the generic cell rate algorithm). Callers
/// share it without a lock.
/// </summary>
internal sealed class RateBucket(double perSecond, double burst)
{
    private readonly long ticksPerToken = perSecond > 0 ? (long)(TimeSpan.TicksPerSecond / perSecond) : 0;
    private readonly long burstTicks = perSecond > 0 ? (long)(TimeSpan.TicksPerSecond / perSecond * burst) : 0;
    private long fullAt;

    /// <summary>
    /// Takes one token; otherwise says how long until there is one. Without a rate there is always one.
    /// </summary>
    public bool TryTake(DateTimeOffset now, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (ticksPerToken == 0)
            return true;
        var ticks = now.UtcTicks;
        while (true)
        {
            var seen = Volatile.Read(ref fullAt);
            var next = Math.Max(seen, ticks) + ticksPerToken;
            if (next - ticks > burstTicks)
            {
                wait = TimeSpan.FromTicks(next - ticks - burstTicks);
                return false;
            }
            if (Interlocked.CompareExchange(ref fullAt, next, seen) == seen)
                return true;
        }
    }
}
