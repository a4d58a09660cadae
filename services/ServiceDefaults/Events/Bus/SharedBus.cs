using System.Collections.Concurrent;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// What carries events between the services of one process, and lets each read the others' logs without a network.
/// </summary>
public sealed class SharedBus : IAsyncDisposable
{
    private readonly MassTransitBus bus = MassTransitBus.InMemory();

    internal IEventBus Bus => bus;

    internal ConcurrentDictionary<string, EventLog> Logs { get; } = new(StringComparer.Ordinal);

    public static async Task<SharedBus> StartAsync(CancellationToken ct = default)
    {
        var shared = new SharedBus();
        await shared.bus.StartAsync(ct);
        return shared;
    }

    public async ValueTask DisposeAsync() => await bus.StopAsync();
}
