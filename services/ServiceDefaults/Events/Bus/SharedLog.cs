using Microsoft.Extensions.Hosting;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>Lets the other services of the process read this service's log while it runs.</summary>
internal sealed class SharedLog(SharedBus shared, EventLog log, ServiceInfo service) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        shared.Logs[service.Name] = log;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        shared.Logs.TryRemove(new(service.Name, log));
        return Task.CompletedTask;
    }
}
