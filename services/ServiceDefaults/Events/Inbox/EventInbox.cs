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
    public async Task<string> ApplyAsync(
        string producer, string subject, IMessage fact, CancellationToken ct = default)
    {
        var row = OutboxRow.From(subject, fact, clock);
        while (true)
        {
            await cursors.LoadAsync(ct);
            var before = cursors.Of(producer, row.Partition);
            var next = new EventEnvelope
            {
                Id = row.EventId,
                Type = row.Type,
                Subject = subject,
                Time = row.Time,
                Position = new LogPosition(producer, row.Partition, before.Transaction, before.Row + 1),
                Sequence = before.Sequence + 1,
                Body = row.Body,
                TraceParent = row.TraceParent,
            };
            if (await applier.ApplyAsync([next], ct) == Cursor.After(next))
                return next.Position.ToString();
        }
    }

    internal IEnumerable<(string Producer, PartitionInbox Inbox)> Partitions =>
        partitions.Select(p => (p.Key.Producer, p.Value));

    /// <summary>Null when nobody here reacts to this producer.</summary>
    internal PartitionInbox? Of(string producer, int partition) => partitions.GetValueOrDefault((producer, partition));
}
