namespace Risk.ServiceDefaults.Events;

/// <summary>Wakes one waiting loop; calls that come while it works are remembered as one.</summary>
internal sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim woken = new(0, 1);
    private int pending;

    public void Wake()
    {
        if (Interlocked.Exchange(ref pending, 1) == 0)
            woken.Release();
    }

    /// <summary>
    /// Returns at once when woken since the last wait, else when woken or when the time is over; answers whether woken.
    /// </summary>
    public async Task<bool> WaitAsync(TimeSpan max, CancellationToken ct)
    {
        if (!await woken.WaitAsync(max, ct))
            return false;
        Volatile.Write(ref pending, 0);
        return true;
    }

    public void Dispose() => woken.Dispose();
}

/// <summary>Tells everybody who waits at this moment that something has moved.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource next = New();

    /// <summary>Take it before looking at the state, await it after: so no beat is missed.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Beat() => Interlocked.Exchange(ref next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
