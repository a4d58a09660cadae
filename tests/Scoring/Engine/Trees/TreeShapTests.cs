using Risk.Scoring.Engine.Trees;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Trees;

public sealed class TreeShapTests
{
    /// <summary>Two inputs; the first one decides twice on one path.</summary>
    private static readonly Tree Small = new()
    {
        Left = [1, 3, -1, -1, 5, -1, -1],
        Right = [2, 4, -1, -1, 6, -1, -1],
        Feature = [0, 1, 0, 0, 0, 0, 0],
        Value = [0.5f, 0.5f, 4, 1, 0.25f, 2, 3],
        MissingLeft = [true, false, false, false, false, false, false],
        Cover = [100, 60, 40, 20, 40, 10, 30],
    };

    [Theory]
    [InlineData(0.1f, 0.2f)]
    [InlineData(0.1f, 0.9f)]
    [InlineData(0.3f, 0.9f)]
    [InlineData(0.9f, 0.2f)]
    [InlineData(float.NaN, 0.9f)]
    [InlineData(0.3f, float.NaN)]
    public void Contributions_are_the_shapley_values_by_their_definition(float first, float second)
    {
        float[] row = [first, second];
        var shap = new TreeShap(new([new() { Name = "a" }, new() { Name = "b" }], baseMargin: 0.5f, [Small]));
        var contributions = new double[2];
        shap.Explain(row, contributions);

        var (none, both) = (Value(row, []), Value(row, [0, 1]));
        var (a, b) = (Value(row, [0]), Value(row, [1]));
        contributions[0].ShouldBe((a - none + both - b) / 2, 1e-9);
        contributions[1].ShouldBe((b - none + both - a) / 2, 1e-9);
        shap.Expected.ShouldBe(0.5 + none, 1e-9);
    }

    /// <summary>What the tree says when only these inputs are known: the others are averaged by the covers.</summary>
    private static double Value(float[] row, int[] known, int node = 0)
    {
        if (Small.IsLeaf(node))
            return Small.Value[node];
        var (left, right) = (Small.Left[node], Small.Right[node]);
        if (known.Contains(Small.Feature[node]))
            return Value(row, known, Small.GoesLeft(node, row[Small.Feature[node]]) ? left : right);
        return (Small.Cover[left] * Value(row, known, left) + Small.Cover[right] * Value(row, known, right))
            / Small.Cover[node];
    }
}
