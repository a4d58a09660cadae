namespace Risk.ServiceDefaults.Telemetry;

/// <summary>The numbers of one instrument under one set of labels.</summary>
internal sealed class MetricSeries(string labels, double[]? bounds)
{
    private readonly Lock guard = new();
    private readonly long[]? counts = bounds is null ? null : new long[bounds.Length + 1];
    private double sum;

    public string Labels { get; } = labels;

    public void Add(double value)
    {
        lock (guard)
            sum += value;
    }

    public void Set(double value)
    {
        lock (guard)
            sum = value;
    }

    public void Observe(double value)
    {
        var bucket = Array.BinarySearch(bounds!, value);
        lock (guard)
        {
            counts![bucket < 0 ? ~bucket : bucket]++;
            sum += value;
        }
    }

    public (long[] Counts, double Sum) Read()
    {
        lock (guard)
            return (counts is null ? [] : [.. counts], sum);
    }
}
