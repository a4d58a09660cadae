using Microsoft.Extensions.Hosting;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>
/// Whether the service can serve: asked of all its parts, at most once a second; never while it stops.
/// </summary>
public sealed class Readiness(IEnumerable<IReadiness> parts, IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);
    private readonly IReadiness[] parts = [.. parts];
    private Answer? last;

    /// <summary>The reasons by the name of the part; empty when the service is ready.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> ReasonsNotReadyAsync(CancellationToken cancellation)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return new Dictionary<string, string>(StringComparer.Ordinal) { ["host"] = "stopping" };
        if (last is { Reasons.Count: 0 } kept && clock.GetElapsedTime(kept.At) < KeptFor)
            return kept.Reasons;
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
            reasons["host"] = "starting";
        foreach (var part in parts)
        {
            if (await part.ReasonNotReadyAsync(cancellation) is { } reason)
                reasons[part.Name] = reason;
        }
        last = new(reasons, clock.GetTimestamp());
        return reasons;
    }

    private sealed record Answer(Dictionary<string, string> Reasons, long At);
}
