namespace Risk.Scoring.Engine.Trees;

/// <summary>
/// A decision tree as arrays over its nodes, the root first. A value goes left when it is below the threshold; or, at a
/// node of words, when its number is not among those that go right. What is missing goes where the node says.
/// </summary>
internal sealed record Tree
{
    public const int NoChild = -1;

    public required int[] Left { get; init; }

    public required int[] Right { get; init; }

    /// <summary>The input that the node looks at.</summary>
    public required int[] Feature { get; init; }

    /// <summary>The threshold of a node, the value of a leaf.</summary>
    public required float[] Value { get; init; }

    public required bool[] MissingLeft { get; init; }

    /// <summary>How much of the sample came by the node.</summary>
    public required float[] Cover { get; init; }

    /// <summary>At nodes of words the numbers that go right, as bits. Null when no node is of words.</summary>
    public uint[]?[]? GoRight { get; init; }

    public int NodeCount => Left.Length;

    public bool IsLeaf(int node) => Left[node] == NoChild;

    public int LeafOf(ReadOnlySpan<float> row)
    {
        var node = 0;
        while (Left[node] != NoChild)
            node = GoesLeft(node, row[Feature[node]]) ? Left[node] : Right[node];
        return node;
    }

    public bool GoesLeft(int node, float value)
    {
        if (float.IsNaN(value))
            return MissingLeft[node];
        return GoRight?[node] is { } right ? !Contains(right, value) : value < Value[node];
    }

    /// <summary>Adds to each input how far its splits part the sample, weighted by the cases that come by.</summary>
    public void AddSpans(Span<double> spans)
    {
        var means = new double[NodeCount];
        for (var node = NodeCount - 1; node >= 0; node--)
        {
            if (IsLeaf(node) || Cover[node] <= 0)
            {
                means[node] = IsLeaf(node) ? Value[node] : 0;
                continue;
            }
            var (left, right) = (Left[node], Right[node]);
            means[node] = (Cover[left] * means[left] + Cover[right] * means[right]) / Cover[node];
            spans[Feature[node]] += Cover[node] / Cover[0] * Math.Abs(means[left] - means[right]);
        }
    }

    public int Depth() => Depth(0);

    private int Depth(int node) => IsLeaf(node) ? 0 : 1 + Math.Max(Depth(Left[node]), Depth(Right[node]));

    private static bool Contains(uint[] bits, float value)
    {
        if (value < 0 || value >= bits.Length * 32)
            return false;
        var number = (int)value;
        return (bits[number / 32] >> (number % 32) & 1) != 0;
    }
}
