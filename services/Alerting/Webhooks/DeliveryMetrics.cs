using System.Diagnostics.Metrics;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Alerting.Webhooks;

/// <summary>What operators see of the webhooks: how many attempts, how they ended, how long they took.</summary>
internal sealed class DeliveryMetrics : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> attempts;
    private readonly Counter<long> givenUp;
    private readonly Counter<long> unreadable;
    private readonly Histogram<double> durations;
    private long waiting;
    private double late;

    public DeliveryMetrics(ServiceInfo service)
    {
        meter = new Meter("Risk.Webhooks", version: null, [new("service", service.Name)]);
        attempts = meter.CreateCounter<long>("risk.webhooks.attempts", "{attempt}", "Attempts to deliver a webhook.");
        givenUp = meter.CreateCounter<long>(
            "risk.webhooks.given_up", "{delivery}", "Deliveries that were given up after their last attempt.");
        unreadable = meter.CreateCounter<long>(
            "risk.webhooks.secret_unreadable", "{attempt}", "Deliveries put off since their secret cannot be opened.");
        meter.CreateObservableGauge("risk.webhooks.waiting", () => Volatile.Read(ref waiting), "{delivery}",
            "Deliveries that are due, those of targets that rest included.");
        meter.CreateObservableGauge("risk.webhooks.late", () => Volatile.Read(ref late), "s",
            "For how long the oldest of them has been due.");
        durations = meter.CreateHistogram<double>("risk.webhooks.duration", "s", "How long targets take to answer.");
    }

    public void Attempted(SendOutcome outcome)
    {
        attempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome switch
        {
            { Delivered: true } => "delivered",
            { StatusCode: 0 } => "no_answer",
            _ => "refused",
        }));
        durations.Record(outcome.Duration.TotalSeconds);
    }

    /// <summary>Shows what has not happened yet as 0, so that its first time is seen as a rise.</summary>
    public void Begin()
    {
        givenUp.Add(0);
        unreadable.Add(0);
    }

    public void Wait(long count, TimeSpan oldest)
    {
        Volatile.Write(ref waiting, count);
        Volatile.Write(ref late, oldest.TotalSeconds);
    }

    public void GivenUp() => givenUp.Add(1);

    public void SecretUnreadable() => unreadable.Add(1);

    public void Dispose() => meter.Dispose();
}
