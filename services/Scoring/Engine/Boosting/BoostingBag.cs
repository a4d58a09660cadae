using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Boosting;

/// <summary>
/// Boosting of the same rows several times over, each by draws of its own, whose margins count as their mean: where
/// there are few rows, what one run happens to draw decides much (Breiman, Bagging Predictors, 1996).
/// </summary>
internal sealed class BoostingBag
{
    private const int SeedStep = 7919;

    private readonly Sample sample;
    private readonly BoostingRun[] runs;

    public BoostingBag(Sample sample, BinnedColumn[] columns, int[] rows, BoostingOptions options)
    {
        this.sample = sample;
        runs =
        [
            .. Enumerable.Range(0, options.BagsFor(sample.Count)).Select(b =>
                new BoostingRun(sample, columns, rows, options with { Seed = options.Seed + b * SeedStep })),
        ];
    }

    public void Grow()
    {
        if (runs.Length == 1)
            runs[0].Grow();
        else
            Parallel.ForEach(runs, r => r.Grow());
    }

    public void CopyMargins(int[] of, double[] into)
    {
        foreach (var row in of)
            into[row] = MarginOf(row);
    }

    /// <summary>The trees of all runs, each with its part of the mean.</summary>
    public TreeEnsemble Done() => new(
        sample.Inputs, runs[0].BaseMargin, [.. runs.SelectMany(r => r.Trees).Select(t => Part(t, runs.Length))]);

    private double MarginOf(int row)
    {
        double sum = 0;
        foreach (var run in runs)
            sum += run.MarginOf(row);
        return sum / runs.Length;
    }

    private static Tree Part(Tree tree, int of) => of == 1 ? tree : tree with
    {
        Value = [.. tree.Value.Select((v, node) => tree.IsLeaf(node) ? v / of : v)],
    };
}
