using Risk.ServiceDefaults.Requests;

namespace Risk.ServiceDefaults.Identity;

/// <summary>A recognised credential in memory: who it is, until when, and how fast it has been calling.</summary>
internal sealed class KnownCaller(Caller caller, DateTimeOffset? expiresAt, RateBucket bucket)
{
    private long usedMinute;

    public Caller Caller { get; } = caller;

    public RateBucket Bucket { get; } = bucket;

    public bool IsValidAt(DateTimeOffset now) => expiresAt is not { } end || now < end;

    /// <summary>The minute of the last use that was not written down yet; null when there is none.</summary>
    public long? TakeUnwrittenUse() => Interlocked.Exchange(ref usedMinute, 0) is > 0 and var minute ? minute : null;

    public void NoteUse(DateTimeOffset now)
    {
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        if (Volatile.Read(ref usedMinute) != minute)
            Volatile.Write(ref usedMinute, minute);
    }
}
