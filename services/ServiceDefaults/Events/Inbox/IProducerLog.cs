namespace Risk.ServiceDefaults.Events;

/// <summary>The logs of the other services, to read from them what the broker did not bring.</summary>
internal interface IProducerLog
{
    /// <summary>From after the given sequences to the head, each partition in its order.</summary>
    IAsyncEnumerable<EventEnvelope> ReadAsync(
        string producer, IReadOnlyDictionary<int, long> after, CancellationToken ct);
}

/// <summary>The logs of services in the same process.</summary>
internal sealed class SharedProducerLog(SharedBus shared) : IProducerLog
{
    public IAsyncEnumerable<EventEnvelope> ReadAsync(
        string producer, IReadOnlyDictionary<int, long> after, CancellationToken ct) =>
        shared.Logs.TryGetValue(producer, out var log)
            ? log.ReadAsync(new LogQuery { After = after }, ct)
            : throw new InvalidOperationException($"{producer} does not run in this process yet.");
}
