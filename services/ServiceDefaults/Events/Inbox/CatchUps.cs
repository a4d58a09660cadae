using Microsoft.Extensions.Logging;

namespace Risk.ServiceDefaults.Events;

/// <summary>One reader for each producer whose events matter here.</summary>
internal sealed class CatchUps(
    Reactions reactions, EventInbox inbox, Cursors cursors, IProducerLog logs, EventMetrics metrics,
    ILogger<EventInbox> logger) : IDisposable
{
    private readonly Dictionary<string, CatchUp> byProducer = reactions.Producers.ToDictionary(
        producer => producer,
        producer => new CatchUp(producer, inbox, cursors, logs, metrics, logger),
        StringComparer.Ordinal);

    public IReadOnlyDictionary<string, CatchUp> ByProducer => byProducer;

    public IEnumerable<CatchUp> All => byProducer.Values;

    public CatchUp? Of(string producer) => byProducer.GetValueOrDefault(producer);

    public void Dispose()
    {
        foreach (var catchUp in byProducer.Values)
            catchUp.Dispose();
    }
}
