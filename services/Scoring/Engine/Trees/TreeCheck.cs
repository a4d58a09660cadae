namespace Risk.Scoring.Engine.Trees;

/// <summary>What makes a tree sound: children and inputs that exist, numbers that are finite.</summary>
internal static class TreeCheck
{
    private const int NodesMax = 1 << 20;

    /// <summary>Trees are walked by recursion, which a deeper one would overflow.</summary>
    private const int DepthMax = 256;

    private const float LeafMax = 1_000;

    public static IEnumerable<string> Faults(Tree tree, int inputs)
    {
        var count = tree.NodeCount;
        if (count is 0 or > NodesMax)
            return [$"has 1 to {NodesMax} nodes, not {count}"];
        if (new[] { tree.Right.Length, tree.Feature.Length, tree.Value.Length, tree.MissingLeft.Length,
            tree.Cover.Length, tree.GoRight?.Length ?? count }.Any(l => l != count))
        {
            return ["its arrays are of different lengths"];
        }
        return [.. Children(tree), .. Enumerable.Range(0, count).SelectMany(node => Node(tree, node, inputs))];
    }

    private static IEnumerable<string> Node(Tree tree, int node, int inputs)
    {
        if (!float.IsFinite(tree.Value[node]))
            yield return $"node {node}: its value is not finite";
        if (tree.IsLeaf(node) && Math.Abs(tree.Value[node]) > LeafMax)
            yield return $"node {node}: a leaf of {tree.Value[node]} is beyond any logarithm of odds";
        if (!(tree.Cover[node] >= 0) || !float.IsFinite(tree.Cover[node]))
            yield return $"node {node}: its cover is {tree.Cover[node]}";
        if (!tree.IsLeaf(node) && tree.Cover[node] == 0)
            yield return $"node {node}: splits, and its cover is 0";
        if (!tree.IsLeaf(node) && (tree.Feature[node] < 0 || tree.Feature[node] >= inputs))
            yield return $"node {node}: there is no input {tree.Feature[node]}";
    }

    private static IEnumerable<string> Children(Tree tree)
    {
        var met = new bool[tree.NodeCount];
        var depths = new int[tree.NodeCount];
        for (var node = 0; node < tree.NodeCount; node++)
        {
            if (tree.IsLeaf(node))
                continue;
            foreach (var child in (int[])[tree.Left[node], tree.Right[node]])
            {
                if (child <= node || child >= met.Length || met[child])
                    yield return $"node {node}: {child} cannot be its child";
                else
                    (met[child], depths[child]) = (true, depths[node] + 1);
            }
        }
        if (depths.Max() is var depth and > DepthMax)
            yield return $"is at most {DepthMax} nodes deep, not {depth}";
    }
}
