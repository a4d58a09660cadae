using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Trees;

/// <summary>
/// Trees whose values add up to a margin, the logarithm of the odds of the bad outcome. Added in single precision and
/// in the order of the trees, as XGBoost does, so that its margins come out bit by bit.
/// </summary>
internal sealed class TreeEnsemble
{
    private readonly PackedTrees? packed;

    public TreeEnsemble(IReadOnlyList<ModelInput> inputs, float baseMargin, IReadOnlyList<Tree> trees)
    {
        (Inputs, BaseMargin, Trees) = (inputs, baseMargin, trees);
        packed = PackedTrees.CanPack(trees) ? new(trees, inputs.Count) : null;
    }

    public IReadOnlyList<ModelInput> Inputs { get; }

    public float BaseMargin { get; }

    public IReadOnlyList<Tree> Trees { get; }

    public float Margin(ReadOnlySpan<float> row) => packed?.Sum(BaseMargin, row) ?? MarginByWalking(row);

    /// <summary>The same by walking each tree on its own.</summary>
    public float MarginByWalking(ReadOnlySpan<float> row)
    {
        var margin = BaseMargin;
        for (var t = 0; t < Trees.Count; t++)
        {
            var tree = Trees[t];
            margin += tree.Value[tree.LeafOf(row)];
        }
        return margin;
    }
}
