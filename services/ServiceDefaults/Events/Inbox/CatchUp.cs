using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Risk.ServiceDefaults.Events;

/// <summary>Reads from a producer's log what the broker did not bring, and offers it as if it had.</summary>
internal sealed partial class CatchUp(
    string producer, EventInbox inbox, Cursors cursors, IProducerLog logs, EventMetrics metrics,
    ILogger<EventInbox> logger) : IDisposable
{
    private const int InFlightMax = 512;
    private const int InFlightBytesMax = 16 * 1024 * 1024;

    private readonly ConcurrentDictionary<int, bool> wanted = new();
    private readonly Signal asked = new();

    /// <summary>Asks for a partition, or for all; asking again before it is done changes nothing.</summary>
    public void Ask(params IEnumerable<int> partitions)
    {
        foreach (var partition in partitions)
            wanted[partition] = true;
        asked.Wake();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            if (wanted.IsEmpty)
                await asked.WaitAsync(Timeout.InfiniteTimeSpan, ct);
            else
                await Persevere.UntilDoneAsync($"Catching up with {producer}", ReadAsync, logger, ct);
        }
    }

    public void Dispose() => asked.Dispose();

    private async Task ReadAsync(CancellationToken ct)
    {
        await cursors.LoadAsync(ct);
        var partitions = wanted.Keys.ToArray();
        var after = partitions.ToDictionary(p => p, p => cursors.Of(producer, p).Sequence);
        var inFlight = new Queue<(Task Done, int Bytes)>();
        var bytes = 0;
        var count = 0;
        await foreach (var e in logs.ReadAsync(producer, after, ct))
        {
            if (inbox.Of(producer, e.Partition) is not { } partition)
                continue;
            inFlight.Enqueue((partition.OfferAsync(e), e.Body.Length));
            bytes += e.Body.Length;
            metrics.CaughtUp(producer);
            count++;
            while (inFlight.Count >= InFlightMax || bytes > InFlightBytesMax)
            {
                var (done, length) = inFlight.Dequeue();
                await done.WaitAsync(ct);
                bytes -= length;
            }
        }
        // What was asked for meanwhile is asked for again by the next head.
        foreach (var partition in partitions)
            wanted.TryRemove(partition, out _);
        foreach (var offered in inFlight)
            await offered.Done.WaitAsync(ct);
        if (count > 0)
            LogCaughtUp(producer, count, partitions.Length);
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Read {Count} events of {Producer} from its log ({Partitions} partitions)")]
    private partial void LogCaughtUp(string producer, int count, int partitions);
}
