using System.Runtime.Intrinsics;

namespace Risk.Scoring.Engine.Boosting;

/// <summary>Where a leaf is best divided.</summary>
internal sealed record Split
{
    public required int Column { get; init; }

    /// <summary>Known bins up to this one go left; −1 where words are divided.</summary>
    public required int LastLeft { get; init; }

    /// <summary>The words that go right.</summary>
    public int[]? Right { get; init; }

    public required bool MissingLeft { get; init; }

    public required double Gain { get; init; }

    public required Vector128<double> LeftSum { get; init; }

    public required Vector128<double> RightSum { get; init; }

    public bool GoesLeft(BinnedColumn column, byte bin)
    {
        if (bin == column.MissingBin)
            return MissingLeft;
        return Right is null ? bin <= LastLeft : Array.IndexOf(Right, bin) < 0;
    }
}

/// <summary>Values between which a leaf has to stay so that an input above it stays monotone.</summary>
internal readonly record struct Bounds(double Low, double High)
{
    public static readonly Bounds None = new(double.NegativeInfinity, double.PositiveInfinity);
}
