using System.Diagnostics;

namespace Risk.Benchmarks.Scoring;

/// <summary>Runs a step over and over for a while on one thread.</summary>
internal static class Bench
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    /// <summary>Steps a second. A step answers how many it did, and a number so that none is left out.</summary>
    public static Task<double> PerSecondAsync(Func<(int Done, double Kept)> step)
    {
        var watch = Stopwatch.StartNew();
        long done = 0;
        double kept = 0;
        while (watch.Elapsed < Round)
        {
            var (count, number) = step();
            done += count;
            kept += number;
        }
        if (double.IsNaN(kept))
            throw new InvalidOperationException("A step answered no number.");
        return Task.FromResult(done / watch.Elapsed.TotalSeconds);
    }
}
