using System.Globalization;
using Risk.Benchmarks.Measuring;

namespace Risk.Benchmarks.Orders;

/// <summary>A round of order checks, with what it took of the processors.</summary>
internal sealed record OrderRound(OrderLoadResult Result, double OwnSeconds, double ServerSeconds)
{
    /// <summary>Microseconds an order, by the processes that share the machine.</summary>
    public static string Said(IReadOnlyCollection<OrderRound> rounds) => string.Create(CultureInfo.InvariantCulture,
        $"  processor time an order: {Of(rounds, r => r.OwnSeconds):0} µs service, "
        + $"{Of(rounds, r => r.ServerSeconds):0} µs Postgres, "
        + $"{Of(rounds, r => r.Result.ProcessorSeconds):0} µs callers");

    private static double Of(IEnumerable<OrderRound> rounds, Func<OrderRound, double> seconds) =>
        Rounds.Median(rounds.Select(r => seconds(r) * 1e6 / r.Result.Waits.Count));
}
