using Google.Protobuf;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// What a service does when it learns of an event. Runs in the transaction that saves the cursor, on the scoped
/// database; whatever it leaves unsaved is saved after it.
/// </summary>
public interface IReaction<in TEvent> where TEvent : IMessage
{
    Task React(TEvent fact, EventContext context, CancellationToken ct);
}

/// <summary>
/// Writes what the reactions to a run of events have gathered, in the transaction of the run, before its cursor is
/// saved. Registered in the scope; whatever it leaves unsaved is saved after it.
/// </summary>
public interface IRunEnd
{
    Task EndRunAsync(CancellationToken ct);
}

/// <summary>What is known of an event besides its fact.</summary>
public sealed record EventContext(Guid Id, string Type, string Source, string Subject, DateTimeOffset Time)
{
    public required LogPosition Position { get; init; }

    /// <summary>The place in the partition, from 1, without holes.</summary>
    public required long Sequence { get; init; }

    /// <summary>
    /// Of two events that tell the state of one subject, the one with the higher number tells the newer state: it was
    /// written later, and whoever writes holds the subject. Sequences cannot say that. They follow transactions in the
    /// order in which these began to write, and one may have written elsewhere before it waited for the subject.
    /// </summary>
    public long Written => Position.Row;

    public int Partition => Position.Partition;
}
