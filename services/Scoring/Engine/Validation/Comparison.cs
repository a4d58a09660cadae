namespace Risk.Scoring.Engine.Validation;

/// <summary>Cases that one model accepts and the other does not, when both accept equally many.</summary>
internal sealed record SwapSet(double AcceptedShare, int SwappedIn, int SwappedInBad, int SwappedOut, int SwappedOutBad)
{
    public double SwappedInRate => SwappedIn == 0 ? 0 : (double)SwappedInBad / SwappedIn;

    public double SwappedOutRate => SwappedOut == 0 ? 0 : (double)SwappedOutBad / SwappedOut;
}

/// <summary>A challenger against the champion, on the same cases.</summary>
internal sealed record Comparison
{
    private static readonly double[] AcceptedShares = [0.5, 0.7, 0.8, 0.9];

    public required double AucDifference { get; init; }

    public required double StandardError { get; init; }

    /// <summary>Chance of such a difference, either way, between models that are equally good.</summary>
    public double Chance => StandardError == 0 ? 1 : Distributions.TwoSided(AucDifference / StandardError);

    public required double LogLossDifference { get; init; }

    public required IReadOnlyList<SwapSet> Swaps { get; init; }

    public static Comparison Of(Measures champion, Measures challenger)
    {
        if (!champion.Target.AsSpan().SequenceEqual(challenger.Target))
            throw new ArgumentException("The two were not measured on the same cases.", nameof(challenger));
        var was = Placements.Of(champion.Probabilities, champion.Target);
        var now = Placements.Of(challenger.Probabilities, challenger.Target);
        return new()
        {
            AucDifference = now.Auc - was.Auc,
            StandardError = now.DifferenceError(was),
            LogLossDifference = challenger.LogLoss - champion.LogLoss,
            Swaps = [.. AcceptedShares.Select(share => Swap(champion, challenger, share))],
        };
    }

    private static SwapSet Swap(Measures champion, Measures challenger, double share)
    {
        var count = (int)(share * champion.Count);
        var was = Placements.Order(champion.Probabilities)[..count].ToHashSet();
        var now = Placements.Order(challenger.Probabilities)[..count].ToHashSet();
        var (into, outOf) = (now.Except(was).ToList(), was.Except(now).ToList());
        return new(share, into.Count, Bads(into), outOf.Count, Bads(outOf));

        int Bads(List<int> rows) => rows.Count(r => champion.Target[r] > 0);
    }
}
