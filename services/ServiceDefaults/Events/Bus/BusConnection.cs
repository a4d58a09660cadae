using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Risk.ServiceDefaults.Events;

/// <summary>Connects to the broker in the background: a service starts and takes requests while it is down.</summary>
internal sealed class BusConnection(MassTransitBus bus, ILogger<BusConnection> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(
        () =>
            Persevere.UntilDoneAsync("Connecting to the broker", bus.StartAsync, logger, stoppingToken), stoppingToken);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await bus.StopAsync();
    }
}
