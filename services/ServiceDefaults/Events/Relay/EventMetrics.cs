using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>What operators see of the events: how many, how far behind, how much trouble.</summary>
internal sealed class EventMetrics : IDisposable
{
    public const string Name = "Risk.Events";

    public static readonly ActivitySource Traces = new(Name);

    private readonly Meter meter;
    private readonly Counter<long> published;
    private readonly Counter<long> applied;
    private readonly Counter<long> retries;
    private readonly Counter<long> caughtUp;
    private readonly ConcurrentDictionary<(string Producer, int Partition), long> lags = new();
    private long outboxLag;
    private long parkedOpen;

    public EventMetrics(ServiceInfo service)
    {
        meter = new Meter(Name, version: null, [new("service", service.Name)]);
        published = meter.CreateCounter<long>("risk.outbox.published", "{event}", "Events the broker has confirmed.");
        applied =
            meter.CreateCounter<long>("risk.inbox.applied", "{event}", "Events handled, or skipped as of no interest.");
        retries =
            meter.CreateCounter<long>("risk.inbox.retries", "{attempt}", "Attempts to handle an event that failed.");
        caughtUp = meter.CreateCounter<long>("risk.inbox.caught_up", "{event}", "Events read from a producer's log.");
        meter.CreateObservableGauge("risk.outbox.lag", () => Volatile.Read(ref outboxLag), "{event}",
            "Events numbered and not yet confirmed by the broker.");
        meter.CreateObservableGauge("risk.inbox.parked", () => Volatile.Read(ref parkedOpen), "{event}",
            "Events set aside and not replayed.");
        meter.CreateObservableGauge("risk.inbox.lag", Lags, "{event}", "Events of a producer not yet handled.");
    }

    public void Published(int count) => published.Add(count);

    public void Applied(int count, string producer) =>
        applied.Add(count, new KeyValuePair<string, object?>("producer", producer));

    public void Retried(string type) => retries.Add(1, new KeyValuePair<string, object?>("type", type));

    public void CaughtUp(string producer) => caughtUp.Add(1, new KeyValuePair<string, object?>("producer", producer));

    public void OutboxLag(long events) => Volatile.Write(ref outboxLag, events);

    public void Parked(long open) => Volatile.Write(ref parkedOpen, open);

    public void InboxLag(string producer, int partition, long events) => lags[(producer, partition)] = events;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<long>> Lags() => lags.Select(lag => new Measurement<long>(
        lag.Value, new("producer", lag.Key.Producer), new("partition", lag.Key.Partition)));
}
