namespace Risk.Scoring.Engine.Explanations;

/// <summary>Which change of each factor, if any: as few as possible, then as small as possible.</summary>
internal static class Search
{
    private readonly record struct Best(decimal Effort, int Option, bool Reachable);

    /// <summary>Null when no choice brings the points.</summary>
    public static IReadOnlyList<Change>? Cheapest(IReadOnlyList<Moves> factors, int pointsLacking)
    {
        var table = new Best[factors.Count + 1][,];
        table[0] = new Best[FewestChanges.ChangesMax + 1, pointsLacking + 1];
        table[0][0, 0] = new(0, -1, Reachable: true);
        for (var f = 0; f < factors.Count; f++)
            table[f + 1] = Extend(table[f], factors[f], pointsLacking);
        for (var changes = 0; changes <= FewestChanges.ChangesMax; changes++)
        {
            if (table[^1][changes, pointsLacking].Reachable)
                return Trace(table, factors, changes, pointsLacking);
        }
        return null;
    }

    /// <summary>Points beyond those lacking count as those lacking.</summary>
    private static Best[,] Extend(Best[,] before, Moves factor, int pointsLacking)
    {
        var after = new Best[FewestChanges.ChangesMax + 1, pointsLacking + 1];
        for (var changes = 0; changes <= FewestChanges.ChangesMax; changes++)
        {
            for (var points = 0; points <= pointsLacking; points++)
            {
                if (before[changes, points] is not { Reachable: true } from)
                    continue;
                if (!factor.IsRequired)
                    Improve(ref after[changes, points], new(from.Effort, -1, Reachable: true));
                for (var o = 0; o < factor.Options.Count && changes < FewestChanges.ChangesMax; o++)
                {
                    var gained = Gained(points, factor.Options[o], pointsLacking);
                    Improve(ref after[changes + 1, gained],
                        new(from.Effort + factor.Options[o].Effort, o, Reachable: true));
                }
            }
        }
        return after;
    }

    private static int Gained(int points, Change option, int pointsLacking) =>
        Math.Clamp(points + option.PointsGained, 0, pointsLacking);

    private static void Improve(ref Best best, Best other)
    {
        if (!best.Reachable || other.Effort < best.Effort)
            best = other;
    }

    /// <summary>Walks back from the goal, finding at each factor a state that leads to the best one.</summary>
    private static List<Change> Trace(Best[][,] table, IReadOnlyList<Moves> factors, int changes, int points)
    {
        var pointsLacking = points;
        var chosen = new List<Change>();
        for (var f = factors.Count - 1; f >= 0; f--)
        {
            var at = table[f + 1][changes, points];
            if (at.Option < 0)
                continue;
            var option = factors[f].Options[at.Option];
            chosen.Add(option);
            changes--;
            points = Before(table[f], changes, at.Effort - option.Effort,
                p => Gained(p, option, pointsLacking) == points, pointsLacking);
        }
        return chosen;
    }

    private static int Before(Best[,] table, int changes, decimal effort, Func<int, bool> leads, int pointsLacking)
    {
        for (var points = 0; points <= pointsLacking; points++)
        {
            if (table[changes, points] is { Reachable: true } best && best.Effort == effort && leads(points))
                return points;
        }
        throw new InvalidOperationException("A state of the search has no former state.");
    }
}
