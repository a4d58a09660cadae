namespace Risk.Scoring.Engine.Samples;

/// <summary>Divides the rows of a sample by a seed, with the same share of bad cases in every part.</summary>
internal static class Folds
{
    /// <summary>The number of the fold of every row. Rows of one group are in one fold.</summary>
    public static int[] Of(Sample sample, int folds, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        var fold = new int[sample.Count];
        var next = new int[2];
        foreach (var unit in Shuffled(Units(sample), seed))
        {
            var isBad = unit.Any(r => sample.Target[r] > 0) ? 1 : 0;
            foreach (var row in unit)
                fold[row] = next[isBad] % folds;
            next[isBad]++;
        }
        return fold;
    }

    public static (int[] Others, int[] Held) Split(int[] fold, int held)
    {
        var rows = Enumerable.Range(0, fold.Length).ToLookup(r => fold[r] == held);
        return ([.. rows[false]], [.. rows[true]]);
    }

    private static List<int[]> Units(Sample sample) => sample.Groups is { } groups
        ? [.. Enumerable.Range(0, sample.Count).GroupBy(r => groups[r], StringComparer.Ordinal)
            .Select(g => g.ToArray())]
        : [.. Enumerable.Range(0, sample.Count).Select(r => new[] { r })];

    private static List<int[]> Shuffled(List<int[]> units, int seed)
    {
        var random = new SeededRandom((ulong)seed);
        for (var i = units.Count - 1; i > 0; i--)
        {
            var other = random.Below(i + 1);
            (units[i], units[other]) = (units[other], units[i]);
        }
        return units;
    }
}
