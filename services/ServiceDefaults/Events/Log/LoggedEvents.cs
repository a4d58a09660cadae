using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using V1 = Risk.Types.V1;

namespace Risk.ServiceDefaults.Events;

/// <summary>Events as the contract shows them to those who read a log.</summary>
public static class LoggedEvents
{
    public static V1.LoggedEvent ToContract(this EventEnvelope e) => new()
    {
        Id = e.Id.ToString(),
        Type = e.Type,
        Source = e.Producer,
        Subject = e.Subject,
        Time = e.Time.ToTimestamp(),
        Partition = e.Partition,
        Sequence = e.Sequence,
        Data = System.Text.Encoding.UTF8.GetString(e.Body.Span),
        Traceparent = e.TraceParent ?? "",
        Position = e.Position.ToString(),
    };

    public static V1.ParkedEvent ToContract(this ParkedEvent parked) => new()
    {
        EventId = parked.Event.Id.ToString(),
        Type = parked.Event.Type,
        Source = parked.Event.Producer,
        Subject = parked.Event.Subject,
        Partition = parked.Event.Partition,
        Sequence = parked.Event.Sequence,
        Error = parked.Error,
        Attempts = parked.Attempts,
        ParkedAt = parked.ParkedAt.ToTimestamp(),
        ReplayedAt = parked.ReplayedAt?.ToTimestamp(),
    };

    internal static EventEnvelope Read(V1.LoggedEvent e)
    {
        if (!LogPosition.TryParse(e.Position, out var position) || !Guid.TryParse(e.Id, out var id))
            throw new InvalidDataException($"'{e.Position}', '{e.Id}' is not the place and id of an event.");
        return new EventEnvelope
        {
            Id = id,
            Type = e.Type,
            Subject = e.Subject,
            Time = e.Time.ToDateTimeOffset(),
            Position = position,
            Sequence = e.Sequence,
            TraceParent = e.Traceparent.Length == 0 ? null : e.Traceparent,
            Body = ByteString.CopyFromUtf8(e.Data).Memory,
        };
    }
}
