using System.Globalization;

namespace Risk.Benchmarks.Measuring;

/// <summary>
/// Rounds of us and the yardstick in alternation after a warm-up, so that a machine whose speed drifts slows both. The
/// figure is the median of the ratios of the rounds; the least is told beside it.
/// </summary>
internal static class Rounds
{
    private const int Count = 5;

    public static async Task<string> CompareAsync(string unit, Func<Task<double>> ours, Func<Task<double>> yardstick)
    {
        await ours();
        await yardstick();
        var rounds = new List<(double Ours, double Yardstick)>(Count);
        for (var round = 0; round < Count; round++)
            rounds.Add((await ours(), await yardstick()));

        var ratios = rounds.Select(r => r.Ours / r.Yardstick).Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"""
              ours      {Median(rounds.Select(r => r.Ours)),12:N0} {unit} (median of {Count} rounds)
              yardstick {Median(rounds.Select(r => r.Yardstick)),12:N0} {unit}
              ratio     {ratios[Count / 2],12:0.00} (least {ratios[0]:0.00}, most {ratios[^1]:0.00})
            """);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
