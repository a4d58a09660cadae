using System.Diagnostics;
using Google.Protobuf;

namespace Risk.ServiceDefaults.Events;

/// <summary>An event as a transaction writes it. Postgres adds the transaction and the row number.</summary>
public sealed class OutboxRow
{
    private const int SubjectLengthMax = 200;

    public required Guid EventId { get; init; }
    public required string Type { get; init; }
    public required string Subject { get; init; }
    public required short Partition { get; init; }
    public required DateTimeOffset Time { get; init; }
    public required byte[] Body { get; init; }
    public string? TraceParent { get; init; }

    public ulong Xid { get; private set; }
    public long RowId { get; private set; }

    /// <summary>An event about a subject, at the time of the clock, within the current trace.</summary>
    public static OutboxRow From(string subject, IMessage fact, TimeProvider clock)
    {
        if (subject.Length is 0 or > SubjectLengthMax)
            throw new ArgumentException($"A subject has 1 to {SubjectLengthMax} characters.", nameof(subject));
        return new OutboxRow
        {
            EventId = Guid.CreateVersion7(),
            Type = EventType.Of(fact.Descriptor).Name,
            Subject = subject,
            Partition = (short)EventPartition.Of(subject),
            Time = clock.GetUtcNow(),
            Body = EventBody.ToBytes(fact),
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
        };
    }

    internal LogPosition PositionAt(string producer) => new(producer, Partition, Xid, RowId);
}
