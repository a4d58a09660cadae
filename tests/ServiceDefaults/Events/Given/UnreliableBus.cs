using Microsoft.Extensions.DependencyInjection;
using Risk.ServiceDefaults.Events;

namespace Risk.ServiceDefaults.Tests.Events;

internal enum Fate
{
    Carried,
    Lost,
    Unconfirmed,
}

/// <summary>A broker that confirms and loses, or takes and does not confirm, the events that it is told to.</summary>
internal sealed class UnreliableBus(IEventBus bus, Func<BusMessage, Fate> fateOf) : IEventBus
{
    public Task Started => bus.Started;

    public static Action<IServiceCollection> Between(Func<BusMessage, Fate> fateOf) => services =>
        services.AddSingleton<IEventBus>(p => new UnreliableBus(p.GetRequiredService<MassTransitBus>(), fateOf));

    public async Task PublishAsync(BusMessage message, CancellationToken ct)
    {
        var fate = fateOf(message);
        if (fate == Fate.Lost)
            return;
        await bus.PublishAsync(message, ct);
        if (fate == Fate.Unconfirmed)
            throw new IOException("The connection was lost before the broker confirmed.");
    }

    public Task<IAsyncDisposable> ReceiveAsync(BusQueue queue, Func<BusMessage, Task> handle, CancellationToken ct) =>
        bus.ReceiveAsync(queue, handle, ct);
}
