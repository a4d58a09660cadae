namespace Risk.Scoring.Engine.Trees;

/// <summary>
/// What each input adds to the margin of one row against the mean of the training sample: Shapley values over the paths
/// of the trees, exact (Lundberg and others, Consistent Individualized Feature Attribution for Tree Ensembles, 2018,
/// algorithm 2). They add up to the margin.
/// </summary>
internal sealed class TreeShap
{
    private readonly TreeEnsemble ensemble;
    private readonly double[] means;
    private readonly int depthMax;

    public TreeShap(TreeEnsemble ensemble)
    {
        this.ensemble = ensemble;
        means = [.. ensemble.Trees.Select(t => Mean(t, 0))];
        depthMax = ensemble.Trees.Select(t => t.Depth()).DefaultIfEmpty(0).Max();
        Expected = ensemble.BaseMargin + means.Sum();
    }

    /// <summary>The mean margin of the training sample.</summary>
    public double Expected { get; }

    private struct Step
    {
        public int Feature;
        public double Zero;
        public double One;
        public double Weight;
    }

    private ref struct Walk
    {
        public required Tree Tree { get; init; }

        public required ReadOnlySpan<float> Row { get; init; }

        public required Span<double> Contributions { get; init; }

        /// <summary>The path of each level has a place of its own.</summary>
        public required Span<Step> Paths { get; init; }
    }

    /// <summary>Adds up, by input; the sum with <see cref="Expected"/> is the margin.</summary>
    public void Explain(ReadOnlySpan<float> row, Span<double> contributions)
    {
        contributions.Clear();
        var places = (depthMax + 2) * (depthMax + 3) / 2;
        var paths = places <= 512 ? stackalloc Step[places] : new Step[places];
        foreach (var tree in ensemble.Trees)
        {
            var walk = new Walk { Tree = tree, Row = row, Contributions = contributions, Paths = paths };
            Descend(ref walk, node: 0, start: 0, length: 0, new() { Feature = -1, Zero = 1, One = 1 });
        }
    }

    private static void Descend(ref Walk walk, int node, int start, int length, Step step)
    {
        var path = walk.Paths.Slice(start, length + 1);
        Extend(path, length, step);
        var tree = walk.Tree;
        if (tree.IsLeaf(node))
        {
            Give(ref walk, path, tree.Value[node]);
            return;
        }
        var feature = tree.Feature[node];
        var (left, right) = (tree.Left[node], tree.Right[node]);
        var (hot, cold) = tree.GoesLeft(node, walk.Row[feature]) ? (left, right) : (right, left);
        double zero = 1, one = 1;
        for (var i = 1; i <= length; i++)
        {
            if (path[i].Feature != feature)
                continue;
            (zero, one) = (path[i].Zero, path[i].One);
            Unwind(path, length, i);
            length--;
            break;
        }
        var cover = (double)tree.Cover[node];
        var next = start + path.Length;
        var (hotShare, coldShare) = (tree.Cover[hot] / cover, tree.Cover[cold] / cover);
        var here = walk.Paths.Slice(start, length + 1);
        here.CopyTo(walk.Paths[next..]);
        Descend(ref walk, hot, next, length + 1, new() { Feature = feature, Zero = zero * hotShare, One = one });
        here.CopyTo(walk.Paths[next..]);
        Descend(ref walk, cold, next, length + 1, new() { Feature = feature, Zero = zero * coldShare, One = 0 });
    }

    private static void Give(ref Walk walk, Span<Step> path, double value)
    {
        for (var i = 1; i < path.Length; i++)
        {
            var weight = UnwoundSum(path, i);
            walk.Contributions[path[i].Feature] += weight * (path[i].One - path[i].Zero) * value;
        }
    }

    private static void Extend(Span<Step> path, int length, Step step)
    {
        step.Weight = length == 0 ? 1 : 0;
        path[length] = step;
        var whole = 1.0 / (length + 1);
        for (var i = length - 1; i >= 0; i--)
        {
            path[i + 1].Weight += step.One * path[i].Weight * (i + 1) * whole;
            path[i].Weight = step.Zero * path[i].Weight * (length - i) * whole;
        }
    }

    private static void Unwind(Span<Step> path, int length, int index)
    {
        var (one, zero) = (path[index].One, path[index].Zero);
        var next = path[length].Weight;
        for (var i = length - 1; i >= 0; i--)
        {
            if (one != 0)
            {
                var former = path[i].Weight;
                path[i].Weight = next * (length + 1) / ((i + 1) * one);
                next = former - path[i].Weight * zero * (length - i) / (length + 1);
            }
            else
            {
                path[i].Weight = zero == 0 ? 0 : path[i].Weight * (length + 1) / (zero * (length - i));
            }
        }
        for (var i = index; i < length; i++)
        {
            var weight = path[i].Weight;
            path[i] = path[i + 1];
            path[i].Weight = weight;
        }
    }

    private static double UnwoundSum(Span<Step> path, int index)
    {
        var length = path.Length - 1;
        var (one, zero) = (path[index].One, path[index].Zero);
        var (next, total) = (path[length].Weight, 0.0);
        if (one == 0)
        {
            if (zero == 0)
                return 0;
            for (var i = length - 1; i >= 0; i--)
                total += path[i].Weight / (length - i);
            return total * (length + 1) / zero;
        }
        for (var i = length - 1; i >= 0; i--)
        {
            var part = next / ((i + 1) * one);
            total += part;
            next = path[i].Weight - part * zero * (length - i);
        }
        return total * (length + 1);
    }

    private static double Mean(Tree tree, int node)
    {
        if (tree.IsLeaf(node))
            return tree.Value[node];
        var (left, right) = (tree.Left[node], tree.Right[node]);
        return (tree.Cover[left] * Mean(tree, left) + tree.Cover[right] * Mean(tree, right)) / tree.Cover[node];
    }
}
