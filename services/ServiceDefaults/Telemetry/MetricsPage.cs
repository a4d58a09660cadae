using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Risk.ServiceDefaults.Telemetry;

/// <summary>
/// Everything this process measures, as the text page that Prometheus reads. Instruments are the process's, so there is
/// one page for all services in it.
/// </summary>
public sealed class MetricsPage
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The meters of others that are worth reading; ours are called Risk.*.</summary>
    internal static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
        "Npgsql", "MassTransit",
    ];

    private static readonly Lazy<MetricsPage> Process = new(() => new());

    private readonly ConcurrentDictionary<(string Meter, string Instrument), Metric> metrics = new();
    private readonly Lock observing = new();
    private readonly MeterListener listener;

    private MetricsPage()
    {
        listener = new MeterListener { InstrumentPublished = Enable };
        listener.SetMeasurementEventCallback<double>((_, v, tags, state) => ((MetricSource)state!).Measure(v, tags));
        listener.SetMeasurementEventCallback<float>((_, v, tags, state) => ((MetricSource)state!).Measure(v, tags));
        listener.SetMeasurementEventCallback<long>((_, v, tags, state) => ((MetricSource)state!).Measure(v, tags));
        listener.SetMeasurementEventCallback<int>((_, v, tags, state) => ((MetricSource)state!).Measure(v, tags));
        listener.Start();
    }

    /// <summary>Begins to listen the first time that it is asked for.</summary>
    public static MetricsPage OfProcess => Process.Value;

    public string Write()
    {
        lock (observing)
            listener.RecordObservableInstruments();
        var page = new StringBuilder(16 * 1024);
        foreach (var (_, metric) in metrics.OrderBy(m => m.Key.Instrument, StringComparer.Ordinal))
            metric.WriteTo(page);
        return page.ToString();
    }

    private void Enable(Instrument instrument, MeterListener to)
    {
        var meter = instrument.Meter.Name;
        if (!meter.StartsWith("Risk.", StringComparison.Ordinal) && !Meters.Contains(meter, StringComparer.Ordinal))
            return;
        var type = instrument.GetType();
        if (!type.IsGenericType || KindOf(type.GetGenericTypeDefinition()) is not { } kind)
            return;
        var reportsTotals = instrument.IsObservable || type.GetGenericTypeDefinition() == typeof(Gauge<>);
        to.EnableMeasurementEvents(instrument,
            metrics.GetOrAdd((meter, instrument.Name), _ => new(instrument, kind, reportsTotals)).Of(instrument.Meter));
    }

    private static MetricKind? KindOf(Type type) =>
        type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
        : type == typeof(Histogram<>) ? MetricKind.Histogram
        : type == typeof(UpDownCounter<>) || type == typeof(ObservableUpDownCounter<>)
            || type == typeof(Gauge<>) || type == typeof(ObservableGauge<>) ? MetricKind.Gauge
        : null;
}
