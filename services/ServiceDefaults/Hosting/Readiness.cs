using Microsoft.Extensions.Hosting;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>
/// Whether the service can serve: asked of all its parts, at most once a second however many ask and whatever the
/// answer; never while it stops.
/// </summary>
public sealed class Readiness(IEnumerable<IReadiness> parts, IHostApplicationLifetime lifetime, TimeProvider clock)
    : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);
    private readonly IReadiness[] parts = [.. parts];
    private readonly SemaphoreSlim asking = new(1);
    private Answer? last;

    /// <summary>The reasons by the name of the part; empty when the service is ready.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> ReasonsNotReadyAsync(CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = "stopping" };
        if (last is { } kept && clock.GetElapsedTime(kept.At) < KeptFor)
            return kept.Reasons;
        await asking.WaitAsync(cancellation);
        try
        {
            return last is { } asked && clock.GetElapsedTime(asked.At) < KeptFor
                ? asked.Reasons
                : await AskAsync(cancellation);
        }
        finally
        {
            asking.Release();
        }
    }

    private async ValueTask<IReadOnlyDictionary<string, string>> AskAsync(CancellationToken cancellation)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        var isStarting = !lifetime.ApplicationStarted.IsCancellationRequested;
        if (isStarting)
            reasons["host"] = "starting";
        foreach (var part in parts)
        {
            if (await part.ReasonNotReadyAsync(cancellation) is { } reason)
                reasons[part.Name] = reason;
        }
        // A start ends from one moment to the next, and is not asked after by many.
        if (!isStarting)
            last = new(reasons, clock.GetTimestamp());
        return reasons;
    }

    public void Dispose() => asking.Dispose();

    private sealed record Answer(Dictionary<string, string> Reasons, long At);
}
