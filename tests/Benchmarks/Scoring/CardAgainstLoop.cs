using System.Globalization;
using Risk.Benchmarks.Measuring;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Training;

namespace Risk.Benchmarks.Scoring;

/// <summary>A scorecard of twenty characteristics with its four reasons, against a loop written by hand.</summary>
internal sealed class CardAgainstLoop : IBenchmark
{
    private const int RowCount = 1_000;
    private const int ReasonCount = 4;

    public string Name => "card";

    public string Aim => "vector to points and top 4 reasons, 20 characteristics: >= 0.5 of a hand-written loop";

    public Task<string> RunAsync()
    {
        var sample = MadeCases.Of(20_000);
        var card = ScorecardTrainer.Train(sample, new() { InformationMin = 0, Selection = new() { GainMin = 0 } });
        var places = card.Characteristics
            .Select(c => int.Parse(c.Of.Input.Name[1..], CultureInfo.InvariantCulture)).ToArray();
        var rows = MadeCases.Rows(sample, RowCount).Select(r => places.Select(p => r[p]).ToArray()).ToArray();
        var table = new PointTable(card);
        var given = new int[table.Count];
        var reasons = new int[ReasonCount];
        var edges = card.Characteristics
            .Select(c => c.Of.Classes.Select(k => k.Below).OfType<double>().ToArray()).ToArray();
        var points = card.Characteristics.Select(c => c.Points.ToArray()).ToArray();
        var best = points.Select(p => p.Max()).ToArray();
        return Rounds.CompareAsync($"rows a second ({table.Count} characteristics)",
            () => Bench.PerSecondAsync(() =>
            {
                long sum = 0;
                foreach (var row in rows)
                    sum += table.Score(row, given) + table.Reasons(given, reasons) + reasons[0];
                return (rows.Length, sum);
            }),
            () => Bench.PerSecondAsync(() =>
            {
                long sum = 0;
                foreach (var row in rows)
                    sum += ByHand(row, edges, points, best, (given, reasons));
                return (rows.Length, sum);
            }));
    }

    private static int ByHand(
        double[] row, double[][] edges, int[][] points, int[] best, (int[] Given, int[] Reasons) into)
    {
        var sum = 0;
        for (var c = 0; c < row.Length; c++)
        {
            var bin = edges[c].Length + 1;
            if (!double.IsNaN(row[c]))
            {
                bin = 0;
                while (bin < edges[c].Length && row[c] >= edges[c][bin])
                    bin++;
            }
            sum += into.Given[c] = points[c][bin];
        }
        for (var n = 0; n < into.Reasons.Length; n++)
        {
            var (most, lost) = (-1, 0);
            for (var c = 0; c < row.Length; c++)
            {
                if (best[c] - into.Given[c] > lost && Array.IndexOf(into.Reasons, c, 0, n) < 0)
                    (most, lost) = (c, best[c] - into.Given[c]);
            }
            into.Reasons[n] = most;
        }
        return sum + into.Reasons[0];
    }
}
