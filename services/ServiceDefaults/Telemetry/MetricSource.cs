using System.Collections.Concurrent;

namespace Risk.ServiceDefaults.Telemetry;

/// <summary>What one meter measures with an instrument, by the labels of each measurement.</summary>
internal sealed class MetricSource
{
    // More label sets than this would be a leak; what comes after is dropped.
    private const int SeriesMax = 1_000;

    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], MetricSeries> series =
        new(new MetricLabels());
    private readonly ConcurrentDictionary<KeyValuePair<string, object?>[], MetricSeries>.AlternateLookup<
        ReadOnlySpan<KeyValuePair<string, object?>>> byTags;
    private readonly string meterLabels;
    private readonly double[]? bounds;
    private readonly bool reportsTotals;

    public MetricSource(string meterLabels, double[]? bounds, bool reportsTotals)
    {
        (this.meterLabels, this.bounds, this.reportsTotals) = (meterLabels, bounds, reportsTotals);
        byTags = series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    public IEnumerable<MetricSeries> Series => series.Values;

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (!byTags.TryGetValue(tags, out var found))
        {
            if (series.Count >= SeriesMax)
                return;
            found = series.GetOrAdd(tags.ToArray(), new MetricSeries(Labels(MetricLabels.Text(tags)), bounds));
        }
        if (bounds is not null)
            found.Observe(value);
        else if (reportsTotals)
            found.Set(value);
        else
            found.Add(value);
    }

    private string Labels(string own) =>
        meterLabels.Length == 0 ? own : own.Length == 0 ? meterLabels : $"{meterLabels},{own}";
}
