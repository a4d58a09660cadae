using System.Runtime.Intrinsics;

namespace Risk.Scoring.Engine.Boosting;

/// <summary>Finds the division of a leaf by one input that lowers the loss most, to second order.</summary>
internal sealed class SplitSearch(BoostingOptions options, double rowWeight)
{
    private const int OneAgainstRestWordsMax = 4;
    private const double WordRows = 40;
    private const double RowsPerWordMin = 10;
    private const double RowsPerGroupMin = 50;
    private const int WordsOfSideMax = 32;

    private readonly double numberL2 = options.L2Rows * rowWeight;
    private readonly double wordL2 = WordRows * rowWeight;

    /// <summary>A leaf with what a search needs to know of it.</summary>
    public readonly record struct Leaf
    {
        public required Vector128<double> Sum { get; init; }

        public required Bounds Bounds { get; init; }

        /// <summary>Rows by second derivative, to estimate the rows of a bin.</summary>
        public required double RowsPerSecond { get; init; }
    }

    private ref struct Search
    {
        public required Leaf Leaf { get; init; }

        public required int Column { get; init; }

        public required int Monotone { get; init; }

        public required double L2 { get; init; }

        public double Before { get; init; }

        public Split? Best { get; set; }
    }

    public Split? Best(
        BinnedColumn column, int number, ReadOnlySpan<Vector128<double>> sums, in Leaf leaf, int monotone)
    {
        var l2 = column.IsCategory && column.KnownBins > OneAgainstRestWordsMax ? wordL2 : numberL2;
        var search = new Search
        {
            Leaf = leaf,
            Column = number,
            Monotone = monotone,
            L2 = l2,
            Before = Loss(leaf.Sum, Value(leaf.Sum, numberL2, leaf.Bounds), numberL2),
        };
        if (column.IsCategory)
            Words(ref search, column, sums);
        else
            Numbers(ref search, column, sums);
        return search.Best;
    }

    public double Value(Vector128<double> sum, Bounds bounds) => Value(sum, numberL2, bounds);

    private static double Value(Vector128<double> sum, double l2, Bounds bounds) =>
        Math.Clamp(-sum[0] / (sum[1] + l2), bounds.Low, bounds.High);

    private static double Loss(Vector128<double> sum, double value, double l2) =>
        sum[0] * value + 0.5 * (sum[1] + l2) * value * value;

    private void Numbers(ref Search search, BinnedColumn column, ReadOnlySpan<Vector128<double>> sums)
    {
        var missing = sums[column.MissingBin];
        var left = Vector128<double>.Zero;
        for (var bin = 0; bin < column.KnownBins - 1; bin++)
        {
            if (sums[bin] == Vector128<double>.Zero)
                continue;
            left += sums[bin];
            Try(ref search, left, (bin, null), missingLeft: false);
            if (missing[1] > 0)
                Try(ref search, left + missing, (bin, null), missingLeft: true);
        }
        if (missing[1] > 0)
            Try(ref search, search.Leaf.Sum - missing, (column.KnownBins - 1, null), missingLeft: false);
    }

    /// <summary>
    /// Each word against the others where there are few, else the words in the order of their risk (Fisher, On Grouping
    /// for Maximum Homogeneity, 1958), from both ends. Words with few rows prove nothing, and stay with the rest.
    /// </summary>
    private void Words(ref Search search, BinnedColumn column, ReadOnlySpan<Vector128<double>> sums)
    {
        var (bins, rows) = (sums.ToArray(), search.Leaf.RowsPerSecond);
        if (column.KnownBins <= OneAgainstRestWordsMax)
        {
            for (var word = 0; word < column.KnownBins; word++)
                Try(ref search, search.Leaf.Sum - bins[word], (-1, [word]), missingLeft: true);
            return;
        }
        var met = Enumerable.Range(0, column.KnownBins).Where(b => bins[b][1] * rows >= RowsPerWordMin).ToArray();
        Array.Sort([.. met.Select(b => bins[b][0] / (bins[b][1] + wordL2))], met);
        FromOneEnd(ref search, met, bins);
        Array.Reverse(met);
        FromOneEnd(ref search, met, bins);
    }

    private void FromOneEnd(ref Search search, int[] met, Vector128<double>[] bins)
    {
        var (right, group) = (Vector128<double>.Zero, 0.0);
        for (var i = 0; i < Math.Min((met.Length + 1) / 2, WordsOfSideMax); i++)
        {
            right += bins[met[i]];
            group += bins[met[i]][1] * search.Leaf.RowsPerSecond;
            if (group < RowsPerGroupMin)
                continue;
            group = 0;
            Try(ref search, search.Leaf.Sum - right, (-1, met[..(i + 1)]), missingLeft: true);
        }
    }

    private void Try(ref Search search, Vector128<double> left, (int LastLeft, int[]? Right) where, bool missingLeft)
    {
        var leaf = search.Leaf;
        var right = leaf.Sum - left;
        if (Math.Min(left[1], right[1]) * leaf.RowsPerSecond < options.RowsPerLeafMin)
            return;
        var below = Value(left, search.L2, leaf.Bounds);
        var above = Value(right, search.L2, leaf.Bounds);
        if (search.Monotone * (above - below) < 0)
            return;
        var gain = search.Before - Loss(left, below, search.L2) - Loss(right, above, search.L2);
        if (!(gain > options.GainMin + 1e-9) || gain <= (search.Best?.Gain ?? 0))
            return;
        search.Best = new()
        {
            Column = search.Column,
            LastLeft = where.LastLeft,
            Right = where.Right,
            MissingLeft = missingLeft,
            Gain = gain,
            LeftSum = left,
            RightSum = right,
        };
    }
}
