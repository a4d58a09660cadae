using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Fabric = MassTransit.Transports.Fabric;

namespace Risk.ServiceDefaults.Events;

/// <summary>MassTransit as a carrier of bytes: on RabbitMQ, or in memory within one process.</summary>
internal sealed class MassTransitBus(IBusControl bus, BrokerProbe? probe, ILogger logger) : IEventBus
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => started.Task;

    public static MassTransitBus OnRabbit(BrokerSettings settings, string connectionName, ILoggerFactory loggers)
    {
        LogContext.ConfigureCurrentLogContext(loggers);
        var uri = new UriBuilder(settings.Uri!);
        var user = Uri.UnescapeDataString(uri.UserName);
        var password = settings.PasswordFile is { } file
            ? File.ReadAllText(file).Trim()
            : Uri.UnescapeDataString(uri.Password);
        uri.UserName = uri.Password = "";
        if (uri.Port < 0)
            uri.Port = uri.Scheme == "amqps" ? 5671 : 5672;
        var carrier = Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            bus.Host(uri.Uri, connectionName, host =>
            {
                host.Username(user);
                host.Password(password);
                host.PublisherConfirmation = true;
                host.Heartbeat(TimeSpan.FromSeconds(10));
            });
            bus.Message<EventMessage>(m => m.SetEntityName(EventMessage.Exchange));
            // Said in full: MassTransit takes the exchange of a type that is not public for a temporary one.
            bus.Publish<EventMessage>(p =>
            {
                p.ExchangeType = RabbitMQ.Client.ExchangeType.Topic;
                p.Durable = true;
                p.AutoDelete = false;
            });
        });
        return new(carrier, new BrokerProbe(uri.Host, uri.Port), loggers.CreateLogger<MassTransitBus>());
    }

    public static MassTransitBus InMemory() => new(
        Bus.Factory.CreateUsingInMemory(bus =>
        {
            bus.Message<EventMessage>(m => m.SetEntityName(EventMessage.Exchange));
            bus.Publish<EventMessage>(p => p.ExchangeType = Fabric.ExchangeType.Topic);
        }),
        probe: null, NullLogger.Instance);

    /// <summary>Waits for the broker however long it is away, and fails when it is there and cannot be used.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        await ReachableAsync(ct);
        using var max = CancellationTokenSource.CreateLinkedTokenSource(ct);
        max.CancelAfter(StartMax);
        await bus.StartAsync(max.Token);
        started.TrySetResult();
    }

    public async Task StopAsync()
    {
        probe?.Dispose();
        await bus.StopAsync(StopMax);
    }

    public Task PublishAsync(BusMessage message, CancellationToken ct) =>
        bus.Publish(EventMessage.Instance, new EventMessagePipe(message), ct);

    public async Task<IAsyncDisposable> ReceiveAsync(
        BusQueue queue, Func<BusMessage, Task> handle, CancellationToken ct)
    {
        var receiving = new Receiving(
            queue,
            async (observer, token) =>
            {
                await ReachableAsync(token);
                return Connect(queue, handle, observer);
            },
            logger);
        try
        {
            await receiving.Connected.WaitAsync(ct);
            return receiving;
        }
        catch
        {
            await receiving.DisposeAsync();
            throw;
        }
    }

    private Task ReachableAsync(CancellationToken ct) => probe?.ReachableAsync(ct) ?? Task.CompletedTask;

    private HostReceiveEndpointHandle Connect(
        BusQueue queue, Func<BusMessage, Task> handle, IReceiveEndpointObserver observer) =>
        bus.ConnectReceiveEndpoint(queue.Name, receive =>
        {
            receive.ConfigureConsumeTopology = false;
            receive.PublishFaults = false;
            receive.PrefetchCount = queue.Prefetch;
            receive.ConcurrentMessageLimit = queue.Prefetch;
            Bind(receive, queue);
            receive.ConnectReceiveEndpointObserver(observer);
            receive.ConfigureReceive(pipe => pipe.UseFilter(new EventMessageFilter(handle)));
        });

    private static void Bind(IReceiveEndpointConfigurator receive, BusQueue queue)
    {
        switch (receive)
        {
            case IRabbitMqReceiveEndpointConfigurator rabbit:
                Declare(rabbit, queue);
                foreach (var key in queue.RoutingKeys)
                {
                    rabbit.Bind(EventMessage.Exchange, bind =>
                    {
                        bind.ExchangeType = RabbitMQ.Client.ExchangeType.Topic;
                        bind.Durable = true;
                        bind.AutoDelete = false;
                        bind.RoutingKey = key;
                    });
                }
                break;
            case IInMemoryReceiveEndpointConfigurator memory:
                foreach (var key in queue.RoutingKeys)
                    memory.Bind(EventMessage.Exchange, Fabric.ExchangeType.Topic, key);
                break;
            default:
                throw new NotSupportedException($"{receive.GetType().Name} carries no events.");
        }
    }

    private static void Declare(IRabbitMqReceiveEndpointConfigurator rabbit, BusQueue queue)
    {
        if (!queue.IsShared)
        {
            rabbit.Durable = false;
            rabbit.AutoDelete = true;
            rabbit.Exclusive = true;
            return;
        }
        rabbit.SetQuorumQueue();
        rabbit.SingleActiveConsumer = true;
        // The log keeps everything: a queue that nobody reads need not, and what it drops is read from the log.
        rabbit.SetQueueArgument("x-max-length", 100_000);
    }
}
