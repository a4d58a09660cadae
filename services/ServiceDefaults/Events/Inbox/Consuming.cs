using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Receives what the broker brings: one queue per partition for all instances of the service, and one for what this
/// instance hears for itself. When it stops, what is not applied goes back.
/// </summary>
internal sealed partial class Consuming(
    IEventBus bus, EventInbox inbox, Reactions reactions, CatchUps catchUps, IEnumerable<IControlListener> listeners,
    ServiceInfo service, BrokerSettings settings, ILogger<EventInbox> logger) : BackgroundService
{
    private readonly Dictionary<string, IControlListener[]> listenersByKind =
        listeners.GroupBy(l => l.Kind, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var receivers = new List<IAsyncDisposable>();
        Task[] workers =
        [
            .. inbox.Partitions.Select(p => WorkAsync(p.Producer, p.Inbox, stoppingToken)),
            .. catchUps.All.Select(c => Persevere.UntilDoneAsync("Catching up", c.RunAsync, logger, stoppingToken)),
        ];
        AskForEverything();
        await Persevere.UntilDoneAsync("Connecting the queues of " + service.Name,
            ct => ConnectAsync(receivers, ct), logger, stoppingToken);
        // A service that reacts to nobody has no workers, but still hears what concerns its log and its audit chain.
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(workers);
        await Task.WhenAll(receivers.Select(r => r.DisposeAsync().AsTask()));
    }

    private Task WorkAsync(string producer, PartitionInbox partition, CancellationToken ct) =>
        Persevere.UntilDoneAsync($"Handling {producer}.{partition.Partition}",
            token => partition.RunAsync(missing => catchUps.Of(producer)?.Ask([missing.Partition]), token), logger, ct);

    /// <summary>What the broker holds for us may not be all: it may have lost its disk while we were away.</summary>
    private void AskForEverything()
    {
        foreach (var catchUp in catchUps.All)
            catchUp.Ask(Enumerable.Range(0, EventPartition.Count));
    }

    private async Task ConnectAsync(List<IAsyncDisposable> receivers, CancellationToken ct)
    {
        await bus.Started.WaitAsync(ct);
        IEnumerable<Task<IAsyncDisposable>> partitions = reactions.Producers.Count == 0
            ? []
            : Enumerable.Range(0, EventPartition.Count)
                .Select(p => bus.ReceiveAsync(PartitionQueue(p), DeliverAsync, ct));
        // All at once: a cluster takes its time to declare a queue.
        receivers.AddRange(await Task.WhenAll([bus.ReceiveAsync(OwnQueue(), HearAsync, ct), .. partitions]));
        LogConnected(service.Name, string.Join(", ", reactions.Producers));
    }

    private BusQueue OwnQueue() => new(
        $"risk.{service.Name}.instance-{Guid.CreateVersion7():N}",
        [.. listenersByKind.Values.SelectMany(hearers => hearers).Select(l => l.Key).Distinct(StringComparer.Ordinal)]);

    private BusQueue PartitionQueue(int partition) => new(
        $"risk.{service.Name}.p{partition}",
        [.. reactions.Producers.Select(producer => EventHeaders.KeysOf(producer, partition))])
    {
        IsShared = true,
        Prefetch = settings.Prefetch,
        Connected = () =>
        {
            foreach (var catchUp in catchUps.All)
                catchUp.Ask([partition]);
        },
    };

    private Task DeliverAsync(BusMessage message)
    {
        if (EventHeaders.Read(message) is { } e)
            return inbox.Of(e.Producer, e.Partition)?.OfferAsync(e) ?? Task.CompletedTask;
        // Nothing can be done with it, and it would come again for ever.
        LogForeign(service.Name, message.Headers.Count, message.Body.Length);
        return Task.CompletedTask;
    }

    private async Task HearAsync(BusMessage message)
    {
        if (ControlMessage.Read(message) is not ({ } kind, { } source)
            || !listenersByKind.TryGetValue(kind, out var hearers))
        {
            return;
        }
        foreach (var listener in hearers)
        {
            try
            {
                await listener.HearAsync(source, message.Body, CancellationToken.None);
            }
            catch (Exception failure)
            {
                // The next message of its kind says more than this one did.
                LogUnheard(failure, kind, source);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service} receives events of: {Producers}")]
    private partial void LogConnected(string service, string producers);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Service} received a message that is no event: {Headers} headers, {Bytes} bytes")]
    private partial void LogForeign(string service, int headers, int bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not take in {Kind} of {Source}")]
    private partial void LogUnheard(Exception failure, string kind, string source);
}
