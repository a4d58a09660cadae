using System.Runtime.Intrinsics;
using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Boosting;

/// <summary>Grows one tree, always dividing the leaf that gains most.</summary>
internal sealed class TreeGrower(
    BinnedColumn[] columns, int[] monotone, BoostingOptions options, double rowWeight)
{
    private readonly SplitSearch search = new(options, rowWeight);
    private readonly Stack<Histogram> spare = new();
    private readonly int[] offsets = Offsets(columns);
    private readonly int[] scratch = new int[columns[0].Bins.Length];
    private readonly long[] ordered = new long[columns[0].Bins.Length];

    private sealed class Leaf
    {
        public required int Node { get; init; }

        public required int Start { get; init; }

        public required int Count { get; init; }

        public required int Depth { get; init; }

        public required Bounds Bounds { get; init; }

        public required Vector128<double> Sum { get; init; }

        public Histogram? Sums { get; set; }

        public Split? Split { get; set; }
    }

    /// <summary>
    /// The tree of the rows given, which are reordered by leaf; tells of each leaf its part of them and its value.
    /// </summary>
    public Tree Grow(int[] rows, long[] gradients, int[] seen, Action<int, int, float> onLeaf)
    {
        var builder = new TreeBuilder();
        var root = Root(rows, gradients, builder);
        Search(root, rows, gradients, seen);
        var open = new PriorityQueue<Leaf, (double, int)>();
        var done = new List<Leaf>();
        Enqueue(root);
        for (var leaves = 1; leaves < options.LeavesMax && open.Count > 0; leaves++)
        {
            var (left, right) = Divide(open.Dequeue(), rows, gradients, builder);
            SearchBoth(left, right, rows, gradients, seen);
            Enqueue(left);
            Enqueue(right);
        }
        foreach (var leaf in done.Concat(open.UnorderedItems.Select(i => i.Element)))
        {
            Release(leaf);
            onLeaf(leaf.Start, leaf.Count, (float)(options.LearningRate * search.Value(leaf.Sum, leaf.Bounds)));
        }
        return builder.Done();

        void Enqueue(Leaf leaf)
        {
            if (leaf.Split is { } split)
                open.Enqueue(leaf, (-split.Gain, leaf.Node));
            else
                done.Add(leaf);
        }
    }

    private Leaf Root(int[] rows, long[] gradients, TreeBuilder builder)
    {
        var sum = Vector128<double>.Zero;
        foreach (var row in rows)
            sum += Widen(gradients[row]);
        return new()
        {
            Node = builder.AddLeaf(options.LearningRate * search.Value(sum, Bounds.None), sum[1]),
            Start = 0,
            Count = rows.Length,
            Depth = 0,
            Bounds = Bounds.None,
            Sum = sum,
        };
    }

    private (Leaf Left, Leaf Right) Divide(Leaf leaf, int[] rows, long[] gradients, TreeBuilder builder)
    {
        var split = leaf.Split!;
        var column = columns[split.Column];
        var leftCount = Part(leaf, split, column, rows);
        var (below, above) = BoundsOf(leaf, split);
        var left = Child(leaf, leaf.Start, leftCount, below, split.LeftSum);
        var right = Child(leaf, leaf.Start + leftCount, leaf.Count - leftCount, above, split.RightSum);
        builder.Divide(leaf.Node, split, column, (left.Node, right.Node));
        return (left, right);

        Leaf Child(Leaf parent, int start, int count, Bounds bounds, Vector128<double> sum) => new()
        {
            Node = builder.AddLeaf(options.LearningRate * search.Value(sum, bounds), sum[1]),
            Start = start,
            Count = count,
            Depth = parent.Depth + 1,
            Bounds = bounds,
            Sum = sum,
            Sums = parent.Sums,
        };
    }

    /// <summary>Rows that go left come first; both keep their order.</summary>
    private int Part(Leaf leaf, Split split, BinnedColumn column, int[] rows)
    {
        var goesLeft = new bool[256];
        for (var bin = 0; bin < column.BinCount; bin++)
            goesLeft[bin] = split.GoesLeft(column, (byte)bin);
        int left = 0, right = 0;
        var bins = column.Bins;
        for (var i = leaf.Start; i < leaf.Start + leaf.Count; i++)
        {
            var row = rows[i];
            if (goesLeft[bins[row]])
                rows[leaf.Start + left++] = row;
            else
                scratch[right++] = row;
        }
        Array.Copy(scratch, 0, rows, leaf.Start + left, right);
        return left;
    }

    private (Bounds Below, Bounds Above) BoundsOf(Leaf leaf, Split split)
    {
        var direction = monotone[split.Column];
        if (direction == 0)
            return (leaf.Bounds, leaf.Bounds);
        var middle = (search.Value(split.LeftSum, leaf.Bounds) + search.Value(split.RightSum, leaf.Bounds)) / 2;
        var (low, high) = (leaf.Bounds with { High = middle }, leaf.Bounds with { Low = middle });
        return direction > 0 ? (low, high) : (high, low);
    }

    private void Search(Leaf leaf, int[] rows, long[] gradients, int[] seen)
    {
        leaf.Sums = Fresh();
        Sum(leaf, rows, gradients, seen);
        leaf.Split = BestOf(leaf, seen);
    }

    private void SearchBoth(Leaf left, Leaf right, int[] rows, long[] gradients, int[] seen)
    {
        var parent = left.Sums!;
        (left.Sums, right.Sums) = (null, null);
        if (left.Depth < options.DepthMax)
        {
            var (small, large) = left.Count <= right.Count ? (left, right) : (right, left);
            small.Sums = Fresh();
            Sum(small, rows, gradients, seen);
            large.Sums = Fresh();
            large.Sums.TakeFrom(parent, small.Sums);
            left.Split = BestOf(left, seen);
            right.Split = BestOf(right, seen);
        }
        spare.Push(parent);
    }

    private void Sum(Leaf leaf, int[] rows, long[] gradients, int[] seen)
    {
        var own = ordered;
        for (var i = 0; i < leaf.Count; i++)
            own[i] = gradients[rows[leaf.Start + i]];
        if ((long)leaf.Count * seen.Length < ParallelCellsMin)
        {
            foreach (var c in seen)
                SumColumn(c);
        }
        else
        {
            Parallel.ForEach(seen, SumColumn);
        }

        void SumColumn(int c) => leaf.Sums!.Add(
            columns[c].Bins, offsets[c], rows.AsSpan(leaf.Start, leaf.Count), own.AsSpan(0, leaf.Count));
    }

    private const long ParallelCellsMin = 20_000;

    private Split? BestOf(Leaf leaf, int[] seen)
    {
        if (leaf.Count < 2 * options.RowsPerLeafMin)
            return null;
        var of = new SplitSearch.Leaf
        {
            Sum = leaf.Sum,
            Bounds = leaf.Bounds,
            RowsPerSecond = leaf.Count / Math.Max(leaf.Sum[1], 1e-12),
        };
        var best = default(Split);
        foreach (var c in seen)
        {
            var sums = leaf.Sums!.Sums.AsSpan(offsets[c], columns[c].BinCount);
            if (search.Best(columns[c], c, sums, of, monotone[c]) is { } split && split.Gain > (best?.Gain ?? 0))
                best = split;
        }
        return best;
    }

    private Histogram Fresh()
    {
        if (!spare.TryPop(out var histogram))
            return new(offsets[^1]);
        histogram.Clear();
        return histogram;
    }

    private void Release(Leaf leaf)
    {
        if (leaf.Sums is { } sums)
            spare.Push(sums);
        leaf.Sums = null;
    }

    private static Vector128<double> Widen(long pair) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(pair).AsSingle());

    private static int[] Offsets(BinnedColumn[] columns)
    {
        var offsets = new int[columns.Length + 1];
        for (var c = 0; c < columns.Length; c++)
            offsets[c + 1] = offsets[c] + columns[c].BinCount;
        return offsets;
    }
}
