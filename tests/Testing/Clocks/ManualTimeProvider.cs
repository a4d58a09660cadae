namespace Risk.Testing;

/// <summary>
/// A clock that runs with the real one and can be put forward, so that background work goes on while a test
/// lets days pass. Timers fire by the real clock.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private long offsetTicks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref offsetTicks));

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref offsetTicks, by.Ticks);
    }

    /// <summary>Puts the clock to <paramref name="time"/>, from where it runs on.</summary>
    public void Set(DateTimeOffset time) =>
        Interlocked.Exchange(ref offsetTicks, (time - System.GetUtcNow()).Ticks);
}
