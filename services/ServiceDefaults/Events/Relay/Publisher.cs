using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Publishes numbered events, each partition in its order, many before the first is confirmed: an event does not wait
/// for the confirms of those before it. What the broker does not take stays in the log and is read from there again.
/// </summary>
internal sealed class Publisher(
    IEventBus bus, EventLog log, NpgsqlDataSource source, ServiceInfo service, EventMetrics metrics,
    ILogger<Relay> logger) : IDisposable
{
    private const int PageRowsMax = 64;
    private const int FlightsMax = 8;
    private static readonly TimeSpan ConfirmMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private const string Mark =
        """
        update outbox_published kept set sequence = marks.sequence
        from unnest($1::smallint[], $2::bigint[]) as marks (partition, sequence)
        where kept.partition = marks.partition and kept.sequence < marks.sequence
        """;

    private readonly Signal offered = new();
    private readonly PublishProgress progress = new();

    /// <summary>Hands events over just numbered, so that they need not be read again.</summary>
    public void Offer(IReadOnlyList<EventEnvelope> numbered)
    {
        progress.Offer(numbered);
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
        var flights = new Queue<Task>(FlightsMax);
        try
        {
            for (var last = Task.CompletedTask; ;)
            {
                while (flights.TryPeek(out var first) && (first.IsCompleted || flights.Count == FlightsMax))
                    await flights.Dequeue();
                var batch = await NextAsync(ct);
                if (batch.Count > 0)
                    flights.Enqueue(last = PublishAsync(batch, last, ct));
                else
                    await offered.WaitAsync(LookEvery, ct);
            }
        }
        finally
        {
            // What is on its way must have come or failed before anything is sent again.
            await Task.WhenAll(flights).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        var numbered = await log.HeadsAsync(ct);
        await using var command = source.CreateCommand("select partition, sequence from outbox_published");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var confirmed = new Dictionary<int, long>();
        while (await reader.ReadAsync(ct))
            confirmed[reader.GetInt16(0)] = reader.GetInt64(1);
        progress.Load(confirmed, numbered);
    }

    /// <summary>What was handed over, when it follows what is published; else a page of the log.</summary>
    private async Task<IReadOnlyList<EventEnvelope>> NextAsync(CancellationToken ct)
    {
        metrics.OutboxLag(progress.Lag());
        var next = progress.Next(out var behind);
        return next.Count > 0 || behind.Count == 0 ? next : await log.ReadPageAsync(behind, PageRowsMax, ct);
    }

    /// <summary>Sends at once; what is confirmed counts when the flight before has ended.</summary>
    private async Task PublishAsync(IReadOnlyList<EventEnvelope> batch, Task before, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(ConfirmMax);
        progress.Sending(batch);
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
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var confirmed = progress.Advance(batch, i => confirms[i].IsCompletedSuccessfully);
            metrics.Published(confirmed);
            if (confirmed > 0)
                await MarkAsync(ct);
            if (!all.IsCompletedSuccessfully)
                offered.Wake();
        }
    }

    private async Task PublishAsync(EventEnvelope e, CancellationToken ct)
    {
        using var activity = EventTrace.Continue("publish " + e.Type, ActivityKind.Producer, e.TraceParent);
        await bus.PublishAsync(EventHeaders.ToMessage(e, activity?.Id), ct);
    }

    /// <summary>Without waiting for the disk: a mark that a crash forgets has events published once more.</summary>
    private async Task MarkAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var marks = new NpgsqlBatch(connection);
        marks.BatchCommands.Add(new("set local synchronous_commit = off"));
        var published = progress.Published;
        marks.BatchCommands.Add(new(Mark)
        {
            Parameters =
            {
                new()
                {
                    Value = Enumerable.Range(0, published.Length).Select(p => (short)p).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint,
                },
                new() { Value = published },
            },
        });
        await marks.ExecuteNonQueryAsync(ct);
    }
}
