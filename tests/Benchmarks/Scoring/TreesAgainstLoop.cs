using System.Diagnostics;
using System.Globalization;
using Risk.Benchmarks.Measuring;
using Risk.Scoring.Engine.Boosting;
using Risk.Scoring.Engine.Trees;

namespace Risk.Benchmarks.Scoring;

/// <summary>Three hundred trees of depth four, against walking the same trees one by one.</summary>
internal sealed class TreesAgainstLoop : IBenchmark
{
    private const int RowCount = 1_000;

    public string Name => "trees";

    public string Aim => "300 trees of depth 4, equal bit by bit: >= 2 of a loop over them; TreeSHAP <= 200 us";

    public async Task<string> RunAsync()
    {
        var sample = MadeCases.Of(20_000);
        var trees = GradientBooster.Train(sample,
            new() { TreesMax = 300, Patience = 0, LeavesMax = 16, DepthMax = 4, LearningRate = 0.1 });
        var rows = MadeCases.Rows(sample, RowCount).Select(r => r.Select(v => (float)v).ToArray()).ToArray();
        if (rows.Any(r => trees.Margin(r) != trees.MarginByWalking(r)))
            throw new InvalidOperationException("The two do not say the same.");
        var compared = await Rounds.CompareAsync($"rows a second ({trees.Trees.Max(t => t.Depth())} deep)",
            () => Bench.PerSecondAsync(() => Sum(rows, r => trees.Margin(r))),
            () => Bench.PerSecondAsync(() => Sum(rows, r => trees.MarginByWalking(r))));
        return compared + string.Create(CultureInfo.InvariantCulture, $"\n  TreeSHAP  {Shap(trees, rows):N1} us a row");
    }

    private static (int, double) Sum(float[][] rows, Func<float[], float> margin)
    {
        double sum = 0;
        foreach (var row in rows)
            sum += margin(row);
        return (rows.Length, sum);
    }

    /// <summary>The best of some rounds: the others had to wait for the processor.</summary>
    private static double Shap(TreeEnsemble trees, float[][] rows)
    {
        var (shap, into, least) = (new TreeShap(trees), new double[MadeCases.Inputs], double.MaxValue);
        for (var round = 0; round < 7; round++)
        {
            var watch = Stopwatch.StartNew();
            foreach (var row in rows)
                shap.Explain(row, into);
            least = Math.Min(least, watch.Elapsed.TotalMicroseconds / rows.Length);
        }
        return least;
    }
}
