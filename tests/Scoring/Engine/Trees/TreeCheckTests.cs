using Risk.Scoring.Engine.Trees;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Trees;

public sealed class TreeCheckTests
{
    [Theory]
    [InlineData(256, 0)]
    [InlineData(257, 1)]
    public void A_tree_that_is_too_deep_to_walk_is_refused(int depth, int faults) =>
        TreeCheck.Faults(Chain(depth), inputs: 1).Count(f => f.Contains("nodes deep")).ShouldBe(faults);

    /// <summary>Each node has a leaf on its left and the next node on its right.</summary>
    private static Tree Chain(int depth)
    {
        var count = 2 * depth + 1;
        var nodes = Enumerable.Range(0, count).ToArray();
        bool IsLeaf(int node) => node % 2 == 1 || node == count - 1;
        return new()
        {
            Left = [.. nodes.Select(n => IsLeaf(n) ? Tree.NoChild : n + 1)],
            Right = [.. nodes.Select(n => IsLeaf(n) ? Tree.NoChild : n + 2)],
            Feature = new int[count],
            Value = new float[count],
            MissingLeft = new bool[count],
            Cover = new float[count],
        };
    }
}
