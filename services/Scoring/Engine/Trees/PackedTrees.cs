using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Risk.Scoring.Engine.Trees;

/// <summary>
/// Trees filled up to one depth, children found by arithmetic, and walked four at a time so that the processor waits
/// for none. A row is laid out twice, the second time negated: a node whose missing values go left asks the negated
/// question, so that one comparison, false for NaN, decides everything.
/// </summary>
internal sealed class PackedTrees
{
    private const int DepthMax = 7;
    private const int InputsOnStackMax = 512;

    [StructLayout(LayoutKind.Sequential)]
    private struct Node
    {
        public float Threshold;
        public int Input;
    }

    private readonly Node[] nodes;
    private readonly float[] leaves;
    private readonly int depth;
    private readonly int inputs;
    private readonly int trees;

    public PackedTrees(IReadOnlyList<Tree> all, int inputCount)
    {
        (inputs, trees) = (inputCount, all.Count);
        depth = Math.Max(1, all.Select(t => t.Depth()).DefaultIfEmpty(0).Max());
        nodes = new Node[NodesPerTree * trees];
        leaves = new float[LeavesPerTree * trees];
        for (var t = 0; t < trees; t++)
            Fill(all[t], t, node: 0, at: 0, level: 0);
    }

    private int NodesPerTree => (1 << depth) - 1;

    private int LeavesPerTree => 1 << depth;

    public static bool CanPack(IReadOnlyList<Tree> trees) =>
        trees.All(t => t.GoRight is null && t.Depth() <= DepthMax);

    public float Sum(float from, ReadOnlySpan<float> row)
    {
        var twice = inputs <= InputsOnStackMax ? stackalloc float[2 * inputs] : new float[2 * inputs];
        for (var i = 0; i < inputs; i++)
        {
            twice[i] = row[i];
            twice[inputs + i] = -row[i];
        }
        var sum = from;
        var t = 0;
        ref var values = ref MemoryMarshal.GetReference(twice);
        for (; t + 4 <= trees; t += 4)
            sum = AddFour(sum, t, ref values);
        for (; t < trees; t++)
            sum += leaves[LeavesPerTree * t + Walk(t, ref values)];
        return sum;
    }

    private float AddFour(float sum, int tree, ref float values)
    {
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(nodes), tree * NodesPerTree);
        ref var second = ref Unsafe.Add(ref first, NodesPerTree);
        ref var third = ref Unsafe.Add(ref second, NodesPerTree);
        ref var fourth = ref Unsafe.Add(ref third, NodesPerTree);
        int a = 0, b = 0, c = 0, d = 0;
        for (var level = 0; level < depth; level++)
        {
            a = Step(ref first, a, ref values);
            b = Step(ref second, b, ref values);
            c = Step(ref third, c, ref values);
            d = Step(ref fourth, d, ref values);
        }
        ref var leaf = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(leaves), tree * LeavesPerTree);
        var back = NodesPerTree;
        sum += Unsafe.Add(ref leaf, a - back);
        sum += Unsafe.Add(ref leaf, LeavesPerTree + b - back);
        sum += Unsafe.Add(ref leaf, 2 * LeavesPerTree + c - back);
        return sum + Unsafe.Add(ref leaf, 3 * LeavesPerTree + d - back);
    }

    private int Walk(int tree, ref float values)
    {
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(nodes), tree * NodesPerTree);
        var at = 0;
        for (var level = 0; level < depth; level++)
            at = Step(ref first, at, ref values);
        return at - NodesPerTree;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Step(ref Node tree, int at, ref float values)
    {
        ref var node = ref Unsafe.Add(ref tree, at);
        return 2 * at + 2 - (Unsafe.Add(ref values, node.Input) < node.Threshold ? 1 : 0);
    }

    /// <summary>The first child is where the question is answered with yes.</summary>
    private void Fill(Tree tree, int number, int node, int at, int level)
    {
        if (level == depth)
        {
            leaves[LeavesPerTree * number + at - NodesPerTree] = tree.Value[node];
            return;
        }
        if (tree.IsLeaf(node))
        {
            Fill(tree, number, node, 2 * at + 1, level + 1);
            Fill(tree, number, node, 2 * at + 2, level + 1);
            return;
        }
        var (input, threshold) = (tree.Feature[node], tree.Value[node]);
        // Right when value ≥ threshold, which is −value < −(the float before the threshold).
        nodes[NodesPerTree * number + at] = tree.MissingLeft[node]
            ? new() { Input = inputs + input, Threshold = -MathF.BitDecrement(threshold) }
            : new() { Input = input, Threshold = threshold };
        var (yes, no) = tree.MissingLeft[node]
            ? (tree.Right[node], tree.Left[node])
            : (tree.Left[node], tree.Right[node]);
        Fill(tree, number, yes, 2 * at + 1, level + 1);
        Fill(tree, number, no, 2 * at + 2, level + 1);
    }
}
