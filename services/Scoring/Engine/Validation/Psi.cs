namespace Risk.Scoring.Engine.Validation;

/// <summary>
/// Population stability index: the sum of the differences of shares times the logarithm of their ratio, over tenths of
/// the reference; below 0.1 stable, above 0.25 another population.
/// </summary>
internal static class Psi
{
    public const double Attention = 0.1;
    public const double Alarm = 0.25;

    private const int Bands = 10;
    private const double ShareMin = 1e-4;

    /// <summary>Missing values are a band of their own.</summary>
    public static double Of(double[] reference, double[] now)
    {
        double[] sorted = [.. reference.Where(v => !double.IsNaN(v)).Order()];
        var edges = Enumerable.Range(1, Bands - 1)
            .Where(_ => sorted.Length > 0)
            .Select(b => sorted[Math.Min(sorted.Length - 1, b * sorted.Length / Bands)])
            .Distinct().ToArray();
        return OfShares(Shares(reference, edges), Shares(now, edges));
    }

    public static double OfShares(IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        double sum = 0;
        for (var b = 0; b < before.Count; b++)
        {
            var (was, share) = (Math.Max(before[b], ShareMin), Math.Max(after[b], ShareMin));
            sum += (share - was) * Math.Log(share / was);
        }
        return sum;
    }

    private static double[] Shares(double[] values, double[] edges)
    {
        var shares = new double[edges.Length + 2];
        foreach (var value in values)
            shares[double.IsNaN(value) ? edges.Length + 1 : edges.Count(e => value >= e)] += 1.0 / values.Length;
        return shares;
    }
}
