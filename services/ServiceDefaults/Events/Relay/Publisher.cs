using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Publishes numbered events, each partition in its order, many before the first is confirmed. What the broker does not
/// take stays in the log and is read from there again.
/// </summary>
internal sealed class Publisher(
    IEventBus bus, EventLog log, NpgsqlDataSource source, ServiceInfo service, EventMetrics metrics,
    ILogger<Relay> logger) : IDisposable
{
    private const int HandedOverMax = 4096;
    private const int PageRowsMax = 64;
    private static readonly TimeSpan ConfirmMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Signal offered = new();
    private readonly Lock gate = new();
    private readonly long[] heads = new long[EventPartition.Count];
    private readonly long[] published = new long[EventPartition.Count];
    private List<EventEnvelope> handedOver = [];

    /// <summary>Hands events over just numbered, so that they need not be read again.</summary>
    public void Offer(IReadOnlyList<EventEnvelope> numbered)
    {
        lock (gate)
        {
            foreach (var e in numbered)
                heads[e.Partition] = e.Sequence;
            if (handedOver.Count + numbered.Count <= HandedOverMax)
                handedOver.AddRange(numbered);
        }
        offered.Wake();
    }

    /// <summary>Publishes until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await bus.Started.WaitAsync(ct);
        await Persevere.UntilDoneAsync("Publishing events of " + service.Name, PublishAllAsync, logger, ct);
    }

    public void Dispose() => offered.Dispose();

    private async Task PublishAllAsync(CancellationToken ct)
    {
        await LoadAsync(ct);
        while (true)
        {
            var batch = await NextAsync(ct);
            if (batch.Count > 0)
                await PublishAsync(batch, ct);
            else
                await offered.WaitAsync(LookEvery, ct);
        }
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var numbered = await log.HeadsAsync(ct);
        await using var command = source.CreateCommand("select partition, sequence from outbox_published");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            published[reader.GetInt16(0)] = reader.GetInt64(1);
        lock (gate)
        {
            handedOver = [];
            for (var p = 0; p < heads.Length; p++)
                heads[p] = Math.Max(heads[p], numbered[p]);
        }
    }

    /// <summary>What was handed over, when it follows what is published; else a page of the log.</summary>
    private async Task<IReadOnlyList<EventEnvelope>> NextAsync(CancellationToken ct)
    {
        List<EventEnvelope> taken;
        Dictionary<int, long> behind;
        lock (gate)
        {
            (taken, handedOver) = (handedOver, []);
            behind = Enumerable.Range(0, heads.Length).Where(p => heads[p] > published[p])
                .ToDictionary(p => p, p => published[p]);
        }
        metrics.OutboxLag(behind.Sum(b => heads[b.Key] - b.Value));
        var reached = (long[])published.Clone();
        var follows = taken.TrueForAll(e => e.Sequence == ++reached[e.Partition]);
        if (taken.Count > 0 && follows)
            return taken;
        return behind.Count == 0 ? [] : await log.ReadPageAsync(behind, PageRowsMax, ct);
    }

    private async Task PublishAsync(IReadOnlyList<EventEnvelope> batch, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ConfirmMax);
        var confirms = new Task[batch.Count];
        for (var i = 0; i < batch.Count; i++)
            confirms[i] = PublishAsync(batch[i], patience.Token);
        var all = Task.WhenAll(confirms);
        try
        {
            await all;
        }
        finally
        {
            var confirmed = Advance(batch, confirms);
            metrics.Published(confirmed);
            if (confirmed > 0)
                await MarkAsync(ct);
        }
    }

    private async Task PublishAsync(EventEnvelope e, CancellationToken ct)
    {
        using var activity = EventMetrics.Traces.HasListeners()
            ? EventMetrics.Traces.StartActivity("publish " + e.Type, ActivityKind.Producer, e.TraceParent)
            : null;
        await bus.PublishAsync(EventHeaders.ToMessage(e, activity?.Id ?? e.TraceParent), ct);
    }

    /// <summary>Each partition is published as far as its confirms have no hole.</summary>
    private int Advance(IReadOnlyList<EventEnvelope> batch, Task[] confirms)
    {
        var confirmed = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var (partition, sequence) = (batch[i].Partition, batch[i].Sequence);
            if (!confirms[i].IsCompletedSuccessfully || published[partition] != sequence - 1)
                continue;
            published[partition] = sequence;
            confirmed++;
        }
        return confirmed;
    }

    private async Task MarkAsync(CancellationToken ct)
    {
        await using var mark = source.CreateCommand(
            """
            update outbox_published kept set sequence = marks.sequence
            from unnest($1::smallint[], $2::bigint[]) as marks (partition, sequence)
            where kept.partition = marks.partition and kept.sequence < marks.sequence
            """);
        mark.Parameters.Add(new()
        {
            Value = Enumerable.Range(0, published.Length).Select(p => (short)p).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint,
        });
        mark.Parameters.Add(new() { Value = published });
        await mark.ExecuteNonQueryAsync(ct);
    }
}
