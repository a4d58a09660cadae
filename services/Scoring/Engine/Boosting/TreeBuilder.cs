using Risk.Scoring.Engine.Trees;

namespace Risk.Scoring.Engine.Boosting;

/// <summary>Collects the nodes of a tree while it grows.</summary>
internal sealed class TreeBuilder
{
    private readonly List<(int Left, int Right)> children = [];
    private readonly List<int> features = [];
    private readonly List<float> values = [];
    private readonly List<bool> missingLeft = [];
    private readonly List<float> covers = [];
    private readonly List<uint[]?> goRight = [];

    public int AddLeaf(double value, double cover)
    {
        children.Add((Tree.NoChild, Tree.NoChild));
        features.Add(0);
        values.Add((float)value);
        missingLeft.Add(false);
        covers.Add((float)cover);
        goRight.Add(null);
        return children.Count - 1;
    }

    public void Divide(int node, Split split, BinnedColumn column, (int Left, int Right) into)
    {
        children[node] = into;
        features[node] = split.Column;
        missingLeft[node] = split.MissingLeft;
        if (split.Right is { } words)
        {
            goRight[node] = XGBoostReader.Bits(words);
            values[node] = 0;
        }
        else
        {
            values[node] = split.LastLeft < column.Edges.Length ? column.Edges[split.LastLeft] : float.MaxValue;
        }
    }

    public Tree Done() => new()
    {
        Left = [.. children.Select(c => c.Left)],
        Right = [.. children.Select(c => c.Right)],
        Feature = [.. features],
        Value = [.. values],
        MissingLeft = [.. missingLeft],
        Cover = [.. covers],
        GoRight = goRight.Any(g => g is not null) ? [.. goRight] : null,
    };
}
