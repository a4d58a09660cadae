namespace Risk.Scoring.Engine.Explanations;

/// <summary>Which change of each factor, if any: as few as possible, then as small as possible.</summary>
internal static class Search
{
    private const decimal EffortUnits = 1_000_000;

    /// <summary>The least effort that leads to a state, and the option taken last: -1 leaves the factor.</summary>
    private record struct Best
    {
        public static readonly Best None = new() { Effort = long.MaxValue };

        public long Effort { get; init; }

        public int Option { get; init; }

        public readonly bool IsReached => Effort != long.MaxValue;
    }

    /// <summary>Null when no choice of at most <see cref="FewestChanges.ChangesMax"/> brings the points.</summary>
    public static IReadOnlyList<Change>? Cheapest(IReadOnlyList<Moves> factors, int pointsLacking)
    {
        if (Fewest(factors, pointsLacking) is not { } changes)
            return null;
        var table = new Best[factors.Count + 1][,];
        table[0] = Unreached(changes, pointsLacking);
        table[0][0, 0] = new() { Option = -1 };
        for (var f = 0; f < factors.Count; f++)
            table[f + 1] = Extend(table[f], factors[f], changes, pointsLacking);
        return Trace(table, factors, changes, pointsLacking);
    }

    /// <summary>Those that must change, and of the others the ones that bring most.</summary>
    private static int? Fewest(IReadOnlyList<Moves> factors, int pointsLacking)
    {
        var required = factors.Where(f => f.IsRequired).ToList();
        var (changes, gained) = (required.Count, required.Sum(MostPoints));
        foreach (var most in factors.Where(f => !f.IsRequired).Select(MostPoints).OrderDescending())
        {
            if (gained >= pointsLacking)
                break;
            gained += most;
            changes++;
        }
        return gained >= pointsLacking && changes <= FewestChanges.ChangesMax ? changes : null;
    }

    private static int MostPoints(Moves factor) => factor.Options.Select(o => o.PointsGained).DefaultIfEmpty().Max();

    /// <summary>Points beyond those lacking count as those lacking.</summary>
    private static Best[,] Extend(Best[,] before, Moves factor, int changesMax, int pointsLacking)
    {
        var after = Unreached(changesMax, pointsLacking);
        for (var changes = 0; changes <= changesMax; changes++)
        {
            for (var points = 0; points <= pointsLacking; points++)
            {
                if (!before[changes, points].IsReached)
                    continue;
                var effort = before[changes, points].Effort;
                if (!factor.IsRequired)
                    Improve(ref after[changes, points], effort, option: -1);
                for (var o = 0; o < factor.Options.Count && changes < changesMax; o++)
                {
                    var gained = Gained(points, factor.Options[o], pointsLacking);
                    Improve(ref after[changes + 1, gained], effort + Units(factor.Options[o]), o);
                }
            }
        }
        return after;
    }

    private static Best[,] Unreached(int changesMax, int pointsLacking)
    {
        var table = new Best[changesMax + 1, pointsLacking + 1];
        System.Runtime.InteropServices.MemoryMarshal
            .CreateSpan(ref table[0, 0], table.Length).Fill(Best.None);
        return table;
    }

    private static int Gained(int points, Change option, int pointsLacking) =>
        Math.Min(points + option.PointsGained, pointsLacking);

    private static long Units(Change option) => (long)(option.Effort * EffortUnits);

    private static void Improve(ref Best best, long effort, int option)
    {
        if (effort < best.Effort)
            best = new() { Effort = effort, Option = option };
    }

    /// <summary>Walks back from the goal, finding at each factor a state that leads to the best one.</summary>
    private static List<Change>? Trace(Best[][,] table, IReadOnlyList<Moves> factors, int changes, int pointsLacking)
    {
        var points = pointsLacking;
        if (!table[^1][changes, points].IsReached)
            return null;
        var chosen = new List<Change>();
        for (var f = factors.Count - 1; f >= 0; f--)
        {
            var at = table[f + 1][changes, points];
            if (at.Option < 0)
                continue;
            var option = factors[f].Options[at.Option];
            chosen.Add(option);
            changes--;
            var effort = at.Effort - Units(option);
            var goal = points;
            points = Enumerable.Range(0, pointsLacking + 1).First(p =>
                table[f][changes, p].Effort == effort && Gained(p, option, pointsLacking) == goal);
        }
        return chosen;
    }
}
