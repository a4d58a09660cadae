using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Risk.Scoring.Engine.Boosting;

/// <summary>Sums of gradients and of second derivatives by bin, for all inputs one after another.</summary>
internal sealed class Histogram(int bins)
{
    /// <summary>Gradient first, second derivative second.</summary>
    public Vector128<double>[] Sums { get; } = new Vector128<double>[bins];

    /// <summary>Adds the rows, in their order, so that the sums are the same however many threads there are.</summary>
    public void Add(ReadOnlySpan<byte> column, int offset, ReadOnlySpan<int> rows, ReadOnlySpan<long> gradients)
    {
        ref var sums = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Sums), offset);
        ref var bin = ref MemoryMarshal.GetReference(column);
        ref var row = ref MemoryMarshal.GetReference(rows);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        for (var i = 0; i < rows.Length; i++)
        {
            ref var sum = ref Unsafe.Add(ref sums, (nint)Unsafe.Add(ref bin, Unsafe.Add(ref row, i)));
            var pair = Vector128.CreateScalarUnsafe(Unsafe.Add(ref gradient, i)).AsSingle();
            sum += Vector128.WidenLower(pair);
        }
    }

    /// <summary>What the sibling has is what the parent has less this.</summary>
    public void TakeFrom(Histogram parent, Histogram sibling)
    {
        for (var i = 0; i < Sums.Length; i++)
            Sums[i] = parent.Sums[i] - sibling.Sums[i];
    }

    public void Clear() => Array.Clear(Sums);

    /// <summary>A gradient and a second derivative in single precision, side by side.</summary>
    public static long Pair(float gradient, float second) =>
        BitConverter.SingleToUInt32Bits(gradient) | (long)BitConverter.SingleToUInt32Bits(second) << 32;

    public static Vector2 Unpair(long pair) => new(
        BitConverter.UInt32BitsToSingle((uint)pair), BitConverter.UInt32BitsToSingle((uint)(pair >> 32)));
}
