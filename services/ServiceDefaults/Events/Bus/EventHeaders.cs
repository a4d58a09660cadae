using System.Globalization;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Events as messages: the attributes of CloudEvents 1.0 in binary mode, sequence and partition among them.
/// </summary>
internal static class EventHeaders
{
    private const string Prefix = "cloudEvents_";
    private const string TraceParent = "traceparent";

    /// <summary>All events of a producer's partition.</summary>
    public static string KeysOf(string producer, int partition) =>
        string.Create(CultureInfo.InvariantCulture, $"risk.{producer}.*.*.p{partition}");

    public static BusMessage ToMessage(EventEnvelope e, string? traceParent)
    {
        var headers = new Dictionary<string, string>(11, StringComparer.Ordinal)
        {
            [Prefix + "specversion"] = "1.0",
            [Prefix + "id"] = e.Id.ToString(),
            [Prefix + "type"] = e.Type,
            [Prefix + "source"] = e.Producer,
            [Prefix + "subject"] = e.Subject,
            [Prefix + "time"] = e.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            [Prefix + "partition"] = e.Partition.ToString(CultureInfo.InvariantCulture),
            [Prefix + "sequence"] = e.Sequence.ToString(CultureInfo.InvariantCulture),
            [Prefix + "position"] = e.Position.ToString(),
        };
        if (traceParent is not null)
            headers[TraceParent] = traceParent;
        var key = string.Create(CultureInfo.InvariantCulture, $"{e.Type}.p{e.Partition}");
        return new BusMessage(key, e.Body) { Headers = headers };
    }

    /// <summary>Reads an event; null when the message is none of ours.</summary>
    public static EventEnvelope? Read(BusMessage message)
    {
        var headers = message.Headers;
        if (!Guid.TryParse(Of("id"), out var id)
            || Of("type") is not { Length: > 0 } type
            || Of("subject") is not { Length: > 0 } subject
            || !LogPosition.TryParse(Of("position"), out var position)
            || !long.TryParse(Of("sequence"), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            || !DateTimeOffset.TryParse(
                Of("time"), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return null;
        }
        return new EventEnvelope
        {
            Id = id,
            Type = type,
            Subject = subject,
            Time = time,
            Position = position,
            Sequence = sequence,
            Body = message.Body,
            TraceParent = headers.GetValueOrDefault(TraceParent),
        };

        string? Of(string name) => headers.GetValueOrDefault(Prefix + name);
    }
}
