namespace Risk.Scoring.Orders;

/// <summary>
/// What would let a held order pass, each alone; when none does, two or three together. Only what was tried on the same
/// figures and does pass.
/// </summary>
internal static class Remedies
{
    private const int CombinationsMax = 3;

    public static List<V1.Remedy> For(Decision held)
    {
        var fixes = Fixes.Of(held.Figures).ToList();
        var alone = fixes.Where(f => Passes(held.Figures, [f])).ToList();
        if (alone.Count > 0)
            return [.. alone.Select(f => f.ToContract())];
        for (var size = 2; size <= Math.Min(3, fixes.Count); size++)
        {
            var together = Choices(fixes, size).Where(chosen => Passes(held.Figures, chosen))
                .Take(CombinationsMax).Select(Fix.Together).ToList();
            if (together.Count > 0)
                return together;
        }
        return [];
    }

    private static bool Passes(Figures figures, IReadOnlyList<Fix> fixes) =>
        Decision.Of(fixes.Aggregate(figures, (now, fix) => fix.Apply(now))).Outcome == V1.OrderOutcome.Approved;

    private static IEnumerable<IReadOnlyList<Fix>> Choices(List<Fix> fixes, int size, int from = 0)
    {
        if (size == 0)
        {
            yield return [];
            yield break;
        }
        for (var i = from; i <= fixes.Count - size; i++)
        {
            foreach (var rest in Choices(fixes, size - 1, i + 1))
                yield return [fixes[i], .. rest];
        }
    }
}
