using Google.Protobuf;
using Microsoft.Extensions.Logging;

namespace Risk.ServiceDefaults.Events;

/// <summary>Where the events of other services arrive.</summary>
public sealed class EventInbox
{
    private readonly Dictionary<(string Producer, int Partition), PartitionInbox> partitions = [];
    private readonly Applier applier;
    private readonly Cursors cursors;
    private readonly TimeProvider clock;

    internal EventInbox(
        Reactions reactions, Applier applier, Cursors cursors, EventMetrics metrics, TimeProvider clock,
        ILogger<EventInbox> logger)
    {
        (this.applier, this.cursors, this.clock) = (applier, cursors, clock);
        foreach (var producer in reactions.Producers)
        {
            for (var p = 0; p < EventPartition.Count; p++)
                partitions[(producer, p)] = new PartitionInbox(producer, p, applier, cursors, metrics, logger);
        }
    }

    /// <summary>
    /// Applies a fact as if it had come from the bus, with the next sequence of its partition; what its reaction throws
    /// is thrown here. The answer is its position.
    /// </summary>
    public Task<string> ApplyAsync(string producer, string subject, IMessage fact, CancellationToken ct = default) =>
        ApplyRunAsync(producer, [OutboxRow.From(subject, fact, clock)], ct);

    /// <summary>Applies many facts as under backlog: those of a partition in runs, the partitions at once.</summary>
    public Task ApplyAllAsync(
        string producer, IEnumerable<(string Subject, IMessage Fact)> facts, CancellationToken ct = default) =>
        Task.WhenAll(facts.Select(f => OutboxRow.From(f.Subject, f.Fact, clock)).GroupBy(row => row.Partition)
            .Select(async partition =>
            {
                foreach (var run in partition.Chunk(WaitingEvents.RunMax))
                    await ApplyRunAsync(producer, run, ct);
            }));

    private async Task<string> ApplyRunAsync(string producer, OutboxRow[] rows, CancellationToken ct)
    {
        while (true)
        {
            await cursors.LoadAsync(ct);
            var before = cursors.Of(producer, rows[0].Partition);
            List<EventEnvelope> run = [.. rows.Select((row, i) => Next(row, producer, before, i + 1))];
            if (await applier.ApplyAsync(run, ct) == Cursor.After(run[^1]))
                return run[^1].Position.ToString();
        }
    }

    internal IEnumerable<(string Producer, PartitionInbox Inbox)> Partitions =>
        partitions.Select(p => (p.Key.Producer, p.Value));

    /// <summary>Null when nobody here reacts to this producer.</summary>
    internal PartitionInbox? Of(string producer, int partition) => partitions.GetValueOrDefault((producer, partition));

    private static EventEnvelope Next(OutboxRow row, string producer, Cursor before, int place) => new()
    {
        Id = row.EventId,
        Type = row.Type,
        Subject = row.Subject,
        Time = row.Time,
        Position = new LogPosition(producer, row.Partition, before.Transaction, before.Row + place),
        Sequence = before.Sequence + place,
        Body = row.Body,
        TraceParent = row.TraceParent,
    };
}
