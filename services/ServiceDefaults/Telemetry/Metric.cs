using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Risk.ServiceDefaults.Telemetry;

/// <summary>How an instrument's measurements add up.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>One instrument with all its series, in the text format of Prometheus.</summary>
internal sealed class Metric
{
    private static readonly double[] SecondsBounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private static readonly double[] OtherBounds = [1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000, 100_000, 1_000_000];

    private readonly ConcurrentDictionary<string, MetricSource> sources = new(StringComparer.Ordinal);
    private readonly MetricKind kind;
    private readonly string name;
    private readonly string description;
    private readonly double[]? bounds;
    private readonly bool reportsTotals;

    /// <param name="instrument">What is measured.</param>
    /// <param name="kind">How its measurements add up.</param>
    /// <param name="reportsTotals">Whether each measurement replaces the one before.</param>
    public Metric(Instrument instrument, MetricKind kind, bool reportsTotals)
    {
        this.kind = kind;
        this.reportsTotals = reportsTotals;
        name = NameOf(instrument, kind);
        description = (instrument.Description ?? "").ReplaceLineEndings(" ");
        bounds = kind != MetricKind.Histogram ? null
            : (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray()
                ?? (instrument.Unit is "s" ? SecondsBounds : OtherBounds);
    }

    /// <summary>Where the measurements of one meter go: services of one process have meters of the same name.</summary>
    public MetricSource Of(Meter meter) => sources.GetOrAdd(
        MetricLabels.Text([.. meter.Tags ?? []]), labels => new(labels, bounds, reportsTotals));

    public void WriteTo(StringBuilder page)
    {
        var series = sources.Values.SelectMany(source => source.Series).ToList();
        if (series.Count == 0)
            return;
        page.Append("# HELP ").Append(name).Append(' ').Append(description).Append('\n');
        page.Append("# TYPE ").Append(name).Append(' ').Append(kind.ToString().ToLowerInvariant()).Append('\n');
        foreach (var one in series)
        {
            var (counts, sum) = one.Read();
            if (bounds is null)
                Line(page, "", one.Labels, sum);
            else
                WriteHistogram(page, one.Labels, counts, sum);
        }
    }

    private void WriteHistogram(StringBuilder page, string labels, long[] counts, double sum)
    {
        var separator = labels.Length > 0 ? "," : "";
        var upToHere = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            upToHere += counts[i];
            var bound = i < bounds!.Length ? Number(bounds[i]) : "+Inf";
            Line(page, "_bucket", $"{labels}{separator}le=\"{bound}\"", upToHere);
        }
        Line(page, "_sum", labels, sum);
        Line(page, "_count", labels, upToHere);
    }

    private void Line(StringBuilder page, string suffix, string labels, double value)
    {
        page.Append(name).Append(suffix);
        if (labels.Length > 0)
            page.Append('{').Append(labels).Append('}');
        page.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string NameOf(Instrument instrument, MetricKind kind)
    {
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        var text = MetricLabels.Name(instrument.Name);
        if (unit.Length > 0 && !text.EndsWith(unit, StringComparison.Ordinal))
            text += unit;
        return kind == MetricKind.Counter && !text.EndsWith("_total", StringComparison.Ordinal)
            ? text + "_total" : text;
    }
}
