namespace Risk.ServiceDefaults.Events;

/// <summary>Bytes on the way, with what the broker and outsiders need to route and understand them.</summary>
internal sealed record BusMessage(string RoutingKey, ReadOnlyMemory<byte> Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>A queue and what it is bound to.</summary>
internal sealed record BusQueue(string Name, IReadOnlyCollection<string> RoutingKeys)
{
    /// <summary>
    /// Outlives the process and is consumed by one instance at a time; else it is this instance's own.
    /// </summary>
    public bool IsShared { get; init; }

    public int Prefetch { get; init; } = 16;

    /// <summary>
    /// Called whenever the queue is connected, for the first time or again: what came meanwhile may be lost.
    /// </summary>
    public Action? Connected { get; init; }
}

/// <summary>The broker, or what stands for it within one process.</summary>
internal interface IEventBus
{
    /// <summary>Completes when messages can be published: before that they would be lost.</summary>
    Task Started { get; }

    /// <summary>Completes when the broker has confirmed. Calls made one after another keep their order.</summary>
    Task PublishAsync(BusMessage message, CancellationToken ct);

    /// <summary>A message is acknowledged when its handler completes, and given again when it fails.</summary>
    Task<IAsyncDisposable> ReceiveAsync(BusQueue queue, Func<BusMessage, Task> handle, CancellationToken ct);
}
