using Google.Protobuf;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// What services tell one another about their logs and audit chains. Every instance hears it; it is in no log, since
/// the next one says more.
/// </summary>
internal static class ControlMessage
{
    private const string Kind = "cloudEvents_type";
    private const string Source = "cloudEvents_source";

    public static BusMessage Of(string service, string kind, IMessage body)
    {
        var key = $"risk.{service}.{kind}.v1";
        return new BusMessage(key, EventBody.ToBytes(body))
        {
            Headers = new Dictionary<string, string>(4, StringComparer.Ordinal)
            {
                ["cloudEvents_specversion"] = "1.0",
                ["cloudEvents_id"] = Guid.CreateVersion7().ToString(),
                [Kind] = key,
                [Source] = service,
            },
        };
    }

    /// <summary>The kind and the service that says it; null when the message is none of ours.</summary>
    public static (string Kind, string Source)? Read(BusMessage message) =>
        message.Headers.TryGetValue(Kind, out var type) && message.Headers.TryGetValue(Source, out var source)
            && type.Split('.') is [_, _, var kind, _]
            ? (kind, source)
            : null;
}

/// <summary>Hears one kind of control message, from every service including its own.</summary>
internal interface IControlListener
{
    string Kind { get; }

    /// <summary>The routing key by which it is heard.</summary>
    string Key => $"risk.*.{Kind}.v1";

    Task HearAsync(string source, ReadOnlyMemory<byte> body, CancellationToken ct);
}
