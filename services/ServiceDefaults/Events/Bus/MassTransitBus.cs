using MassTransit;
using Microsoft.Extensions.Logging;
using Fabric = MassTransit.Transports.Fabric;

namespace Risk.ServiceDefaults.Events;

/// <summary>MassTransit as a carrier of bytes: on RabbitMQ, or in memory within one process.</summary>
internal sealed class MassTransitBus(IBusControl bus) : IEventBus
{
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
        return new MassTransitBus(Bus.Factory.CreateUsingRabbitMq(bus =>
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
        }));
    }

    public static MassTransitBus InMemory() => new(Bus.Factory.CreateUsingInMemory(bus =>
    {
        bus.Message<EventMessage>(m => m.SetEntityName(EventMessage.Exchange));
        bus.Publish<EventMessage>(p => p.ExchangeType = Fabric.ExchangeType.Topic);
    }));

    /// <summary>Returns when the broker has been reached, however long that takes.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        await bus.StartAsync(ct);
        started.TrySetResult();
    }

    public Task StopAsync() => bus.StopAsync(StopMax);

    public Task PublishAsync(BusMessage message, CancellationToken ct) =>
        bus.Publish(EventMessage.Instance, new EventMessagePipe(message), ct);

    public async Task<IAsyncDisposable> ReceiveAsync(
        BusQueue queue, Func<BusMessage, Task> handle, CancellationToken ct)
    {
        var endpoint = bus.ConnectReceiveEndpoint(queue.Name, receive =>
        {
            receive.ConfigureConsumeTopology = false;
            receive.PublishFaults = false;
            receive.PrefetchCount = queue.Prefetch;
            receive.ConcurrentMessageLimit = queue.Prefetch;
            Bind(receive, queue);
            if (queue.Connected is { } connected)
                receive.ConnectReceiveEndpointObserver(new ReadyObserver(connected));
            receive.ConfigureReceive(pipe => pipe.UseFilter(new EventMessageFilter(handle)));
        });
        await endpoint.Ready.WaitAsync(ct);
        return new Receiving(endpoint);
    }

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

    private sealed class ReadyObserver(Action connected) : IReceiveEndpointObserver
    {
        public Task Ready(ReceiveEndpointReady ready)
        {
            connected();
            return Task.CompletedTask;
        }

        public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

        public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

        public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;
    }

    private sealed class Receiving(HostReceiveEndpointHandle endpoint) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            using var max = new CancellationTokenSource(StopMax);
            await endpoint.StopAsync(max.Token);
        }
    }
}
