using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Boosting;

/// <summary>
/// Gradient boosting of trees over binned inputs, for the logistic loss (Friedman, Greedy Function Approximation, 2001;
/// Ke and others, LightGBM, 2017). The same sample, options and seed give the same trees on every machine.
/// </summary>
internal static class GradientBooster
{
    public static TreeEnsemble Train(Sample sample, BoostingOptions options) => options.Patience > 0
        ? TrainWithHeld(sample, options).Trees
        : Grow(sample, Bin(sample, options), options, options.TreesMax);

    /// <summary>With the margins of rows by trees that have not seen them.</summary>
    public static (TreeEnsemble Trees, HeldMargins Held) TrainWithHeld(Sample sample, BoostingOptions options)
    {
        var columns = Bin(sample, options);
        var (tried, best) = options.WaysFor(sample.Count)
            .Select(way => (Way: way, Best: Best(sample, columns, way)))
            .MinBy(tried => tried.Best.Loss);
        return (Grow(sample, columns, tried, best.Trees), best.Held);
    }

    private static TreeEnsemble Grow(Sample sample, BinnedColumn[] columns, BoostingOptions options, int trees)
    {
        var bag = new BoostingBag(sample, columns, Enumerable.Range(0, sample.Count).ToArray(), options);
        for (var t = 0; t < trees; t++)
            bag.Grow();
        return bag.Done();
    }

    /// <summary>
    /// How many trees predict best what they have not seen: the folds grow side by side until their common loss has
    /// not fallen for as long as the options say. The loss is that after calibration: margins that have run too far are
    /// drawn back by it, while what the later trees have found out about the order of the cases stays.
    /// </summary>
    private static (int Trees, HeldMargins Held, double Loss) Best(
        Sample sample, BinnedColumn[] columns, BoostingOptions options)
    {
        var folds = Folds.Of(sample, options.StoppingFolds, options.Seed);
        var bags = Enumerable.Range(0, options.FoldsToGrowFor(sample.Count)).Select(held =>
        {
            var (others, kept) = Folds.Split(folds, held);
            return (Bag: new BoostingBag(sample, columns, others, options), Held: kept);
        }).ToList();
        int[] rows = [.. bags.SelectMany(b => b.Held).Order()];
        var (best, bestLoss, margins) = (1, double.PositiveInfinity, new double[sample.Count]);
        var (line, now) = (new CalibrationLine([.. rows.Select(r => sample.Target[r])]), new double[sample.Count]);
        for (var t = 1; t <= options.TreesMax && t - best <= options.Patience; t++)
        {
            foreach (var (bag, held) in bags)
            {
                bag.Grow();
                bag.CopyMargins(held, now);
            }
            if (line.LossOf([.. rows.Select(r => now[r])]) is var loss && loss >= bestLoss)
                continue;
            (best, bestLoss) = (t, loss);
            now.CopyTo(margins, 0);
        }
        return (best, new(rows, [.. rows.Select(r => margins[r])]), bestLoss);
    }

    private static BinnedColumn[] Bin(Sample sample, BoostingOptions options)
    {
        var columns = new BinnedColumn[sample.Columns.Count];
        Parallel.For(0, columns.Length, c => columns[c] = BinnedColumn.Of(sample.Columns[c], options.BinsMax));
        return columns;
    }
}

/// <summary>Rows of a sample, and their margins by trees that have not seen them.</summary>
internal sealed record HeldMargins(int[] Rows, double[] Margins);
