namespace Risk.ServiceDefaults.Events;

/// <summary>An event as it lies in the log and travels: its attributes, and the bytes of its fact as JSON.</summary>
public sealed record EventEnvelope
{
    public required Guid Id { get; init; }
    public required string Type { get; init; }
    public required string Subject { get; init; }
    public required DateTimeOffset Time { get; init; }
    public required LogPosition Position { get; init; }
    public required long Sequence { get; init; }
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>W3C trace context of the work that produced the event.</summary>
    public string? TraceParent { get; init; }

    public string Producer => Position.Producer;

    public int Partition => Position.Partition;

    public EventContext ToContext() =>
        new(Id, Type, Producer, Subject, Time)
        {
            Position = Position,
            Sequence = Sequence,
        };
}
