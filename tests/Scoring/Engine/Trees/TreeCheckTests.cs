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

    [Fact]
    public void A_tree_that_no_explanation_could_be_divided_by_is_refused()
    {
        var tree = Chain(1);

        TreeCheck.Faults(tree, inputs: 1).ShouldBeEmpty();
        TreeCheck.Faults(tree with { Cover = [0, 0, 0] }, inputs: 1).ShouldHaveSingleItem().ShouldStartWith("node 0");
        TreeCheck.Faults(tree with { Cover = [1, 1, 0] }, inputs: 1).ShouldBeEmpty();
        TreeCheck.Faults(tree with { Value = [0, 1e30f, 0] }, inputs: 1).ShouldHaveSingleItem()
            .ShouldContain("beyond any logarithm of odds");
    }

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
            Cover = [.. nodes.Select(_ => 1f)],
        };
    }
}
