using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Risk.ServiceDefaults.Events;

/// <summary>Looks, for as long as the service runs, for producers of whom nothing is heard.</summary>
internal sealed class WatchForSilence(HeadsWatch heads, ILogger<EventInbox> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Persevere.UntilDoneAsync("Watching for silence", heads.WatchSilenceAsync, logger, stoppingToken);
}
