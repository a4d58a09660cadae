namespace Risk.Scoring.Engine.Classing;

/// <summary>Merges fine classes until the bad rate goes one way and every class has enough cases.</summary>
internal static class Merging
{
    public static List<Tally> Merge(IReadOnlyList<Tally> fine, int direction, int rows, ClassingOptions options)
    {
        var classes = Monotone(fine, direction);
        var countMin = Math.Max(2, options.ShareMin * rows);
        while (classes.Count > 1)
        {
            var at = classes.FindIndex(c =>
                c.Count < countMin || c.Bad < options.CasesMin || c.Good < options.CasesMin);
            if (at < 0)
                break;
            Join(classes, Nearer(classes, at));
        }
        while (classes.Count > 1)
        {
            var (at, errors) = Closest(classes);
            if (errors >= options.ErrorsMin && classes.Count <= options.ClassesMax)
                break;
            Join(classes, at);
        }
        return classes;
    }

    /// <summary>Pools neighbours that go the wrong way (Ayer and others, 1955).</summary>
    private static List<Tally> Monotone(IReadOnlyList<Tally> fine, int direction)
    {
        var pooled = new List<Tally>();
        foreach (var next in fine)
        {
            pooled.Add(next);
            while (pooled.Count > 1 && direction * (pooled[^1].BadRate - pooled[^2].BadRate) <= 0)
                Join(pooled, pooled.Count - 2);
        }
        return pooled;
    }

    private static int Nearer(List<Tally> classes, int at)
    {
        if (at == 0 || at == classes.Count - 1)
            return at == 0 ? 0 : at - 1;
        var before = Math.Abs(classes[at].BadRate - classes[at - 1].BadRate);
        var after = Math.Abs(classes[at].BadRate - classes[at + 1].BadRate);
        return before <= after ? at - 1 : at;
    }

    private static (int At, double Errors) Closest(List<Tally> classes)
    {
        var (best, least) = (0, double.PositiveInfinity);
        for (var i = 0; i < classes.Count - 1; i++)
        {
            if (classes[i].ErrorsFrom(classes[i + 1]) is var errors && errors < least)
                (best, least) = (i, errors);
        }
        return (best, least);
    }

    private static void Join(List<Tally> classes, int at)
    {
        classes[at] = classes[at].With(classes[at + 1]);
        classes.RemoveAt(at + 1);
    }
}
