namespace Risk.Scoring.Orders;

/// <summary>
/// What would let an order pass, each alone; when none does, two or three together. Only what was tried on the same
/// figures and does pass.
/// </summary>
internal static class RemedySearch
{
    private const int CombinationsMax = 3;

    public static List<V1.Remedy> For(Decision decision)
    {
        var figures = decision.Figures;
        if (figures.AreFactsBehind)
            return [];
        // Behind what is too old to judge by there may be more that holds the order.
        var renewals = FixesInTime.Renewals(figures).ToList();
        return [.. Enough(After(figures, renewals)).Select(enough => Said([.. enough, .. renewals]))];
    }

    private static V1.Remedy Said(IReadOnlyList<Fix> fixes) =>
        fixes is [var alone] ? alone.ToContract() : Fix.Together(fixes);

    /// <summary>Each list is enough; an empty one when nothing is to be done.</summary>
    private static List<IReadOnlyList<Fix>> Enough(Figures figures)
    {
        if (LeftOf(figures) == 0)
            return [[]];
        var fixes = Fixes.Of(figures).Select(f => (Fix: f, Left: LeftOf(f.Apply(figures)))).ToList();
        var alone = fixes.Where(f => f.Left == 0).ToList();
        if (alone.Count > 0)
            return [.. alone.Select(f => (IReadOnlyList<Fix>)[f.Fix])];
        for (var size = 2; size <= Math.Min(3, fixes.Count); size++)
        {
            // Together they can only do what each does; so few are worth trying.
            var together = Choices(fixes, size).Where(c => c.Aggregate(~0, (left, f) => left & f.Left) == 0)
                .Select(c => (IReadOnlyList<Fix>)[.. c.Select(f => f.Fix)])
                .Where(chosen => LeftOf(After(figures, chosen)) == 0)
                .Take(CombinationsMax).ToList();
            if (together.Count > 0)
                return together;
        }
        return [];
    }

    private static Figures After(Figures figures, IReadOnlyList<Fix> fixes) =>
        fixes.Aggregate(figures, (now, fix) => fix.Apply(now));

    /// <summary>The checks that do not pass, a bit each; 0 when the order is approved.</summary>
    private static int LeftOf(Figures figures) => Decision.Of(figures).Checks
        .Where(c => c.Outcome is V1.CheckOutcome.Failed or V1.CheckOutcome.NotEvaluated)
        .Aggregate(0, (left, check) => left | (1 << (int)check.Which));

    private static IEnumerable<IReadOnlyList<T>> Choices<T>(List<T> among, int size, int from = 0)
    {
        if (size == 0)
        {
            yield return [];
            yield break;
        }
        for (var i = from; i <= among.Count - size; i++)
        {
            foreach (var rest in Choices(among, size - 1, i + 1))
                yield return [among[i], .. rest];
        }
    }
}
