using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Classing;

/// <summary>
/// Finds the classes of an input: fine ones of about equally many rows, merged into coarse ones whose bad rate goes one
/// way; special codes and missing values apart (Siddiqi, Credit Risk Scorecards, 2006, chapter 6).
/// </summary>
internal sealed class Classifier(IReadOnlyList<double> target, ClassingOptions options)
{
    private const int Rare = -1;

    private readonly int bads = target.Count(t => t > 0);

    public Characteristic Of(Column column)
    {
        var known = new List<int>();
        var apart = options.Specials.Concat(options.SpecialsByInput.GetValueOrDefault(column.Name) ?? []).Distinct()
            .ToDictionary(s => s, _ => new List<int>());
        var missing = new List<int>();
        for (var row = 0; row < column.Values.Length; row++)
        {
            var value = column.Values[row];
            if (double.IsNaN(value))
                missing.Add(row);
            else if (!column.IsCategory && apart.TryGetValue(value, out var special))
                special.Add(row);
            else
                known.Add(row);
        }
        var (classes, direction) = column.IsCategory ? (Words(column, known), 0) : Numbers(column, known, apart);
        classes.AddRange(apart.Where(a => a.Value.Count > 0).OrderBy(a => a.Key)
            .Select(a => Apart(Count(a.Value)) with { Kind = ClassKind.Special, Code = a.Key }));
        classes.Add(Apart(Count(missing)) with { Kind = ClassKind.Missing });
        return new()
        {
            Input = column.Input,
            Classes = classes,
            Direction = direction,
            InformationValue = classes.Sum(InformationOf),
        };
    }

    /// <summary>
    /// Having none, such as no debt or no sales, is often another thing than having little. Where the risk of a zero
    /// goes plainly against that of the ranges, it is a class of its own like a special code, unless a direction is
    /// given, or the input is a feature of the suite, which has no codes.
    /// </summary>
    private (List<RiskClass> Classes, int Direction) Numbers(
        Column column, List<int> known, Dictionary<double, List<int>> apart)
    {
        var together = Ranges(column, known);
        var rows = known.ToLookup(r => column.Values[r] == 0);
        var none = Class(Count(rows[true]));
        if (apart.ContainsKey(0) || options.Directions.GetValueOrDefault(column.Name) != 0 || !rows[false].Any()
            || column.Input.FeatureVersion is not null || none.Count < options.ShareMin * target.Count)
        {
            return together;
        }
        var others = Ranges(column, [.. rows[false]]);
        var gain = others.Classes.Append(none).Sum(LogLikelihoodOf) - together.Classes.Sum(LogLikelihoodOf);
        if (2 * gain < options.NoneGainMin)
            return together;
        apart[0] = [.. rows[true]];
        return others;
    }

    private (List<RiskClass> Classes, int Direction) Ranges(Column column, List<int> known)
    {
        if (known.Count == 0)
            return ([Class(default) with { Kind = ClassKind.Range }], 1);
        var (fine, edges) = Fine(column, known);
        int[] directions = options.Directions.TryGetValue(column.Name, out var given) && given != 0 ? [given] : [1, -1];
        var (merged, direction) = directions
            .Select(d => (Merged: Merging.Merge(fine, d, target.Count, options), Direction: d))
            .MaxBy(m => m.Merged.Sum(t => InformationOf(Class(t))));
        return ([.. merged.Select(t => Class(t) with
        {
            Kind = ClassKind.Range,
            From = t.First == 0 ? null : edges[t.First - 1],
            Below = t.Last == fine.Count - 1 ? null : edges[t.Last],
        })], direction);
    }

    /// <summary>Classes between which no value stands on both sides, and the values that divide them.</summary>
    private (List<Tally> Fine, List<double> Edges) Fine(Column column, List<int> known)
    {
        var rows = known.ToArray();
        Array.Sort([.. known.Select(r => column.Values[r])], rows);
        var rowsPerClass = (double)rows.Length / options.FineMax;
        var (fine, edges) = (new List<Tally>(), new List<double>());
        int good = 0, bad = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var bads = target[rows[i]] > 0 ? 1 : 0;
            (good, bad) = (good + 1 - bads, bad + bads);
            var isLast = i + 1 == rows.Length;
            var (value, next) = (column.Values[rows[i]], isLast ? 0 : column.Values[rows[i + 1]]);
            if (!isLast && (value == next || good + bad < rowsPerClass))
                continue;
            fine.Add(new(fine.Count, fine.Count, good, bad));
            if (!isLast)
                edges.Add(Between(value, next));
            (good, bad) = (0, 0);
        }
        return (fine, edges);
    }

    /// <summary>The number with the fewest digits that divides two values, so that people can read the edges.</summary>
    private static double Between(double below, double above)
    {
        var middle = below + (above - below) / 2;
        for (var digits = 1; digits < 15; digits++)
        {
            var text = middle.ToString("E" + digits, System.Globalization.CultureInfo.InvariantCulture);
            var rounded = double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
            if (rounded > below && rounded <= above)
                return rounded;
        }
        return above;
    }

    /// <summary>
    /// Words in the order of their risk, merged like ranges. Those of too few cases to have a risk of their own are one
    /// from the start, else the bad ones among them would gather in a class by their own outcome.
    /// </summary>
    private List<RiskClass> Words(Column column, List<int> known)
    {
        var mean = (double)bads / target.Count;
        var rowsByWord = known.GroupBy(r => (int)column.Values[r]).ToList();
        var rare = rowsByWord.Where(g => g.Count() < options.WordRowsMin).Select(g => g.Key).ToHashSet();
        var words = known.GroupBy(r => rare.Contains((int)column.Values[r]) ? Rare : (int)column.Values[r])
            .Select(g => (Word: g.Key, Tally: Count(g)))
            .OrderBy(w => (w.Tally.Bad + RarePrior * mean) / (w.Tally.Count + RarePrior))
            .ThenBy(w => w.Word)
            .ToList();
        if (words.Count == 0)
            return [];
        var fine = words.Select((w, i) => w.Tally with { First = i, Last = i }).ToList();
        return [.. Merging.Merge(fine, direction: 1, target.Count, options).Select(t => Class(t) with
        {
            Kind = ClassKind.Words,
            Words = [.. words[t.First..(t.Last + 1)]
                .SelectMany(w => w.Word == Rare ? rare : (IEnumerable<int>)[w.Word]).Order()],
        })];
    }

    private Tally Count(IEnumerable<int> rows)
    {
        int good = 0, bad = 0;
        foreach (var row in rows)
        {
            if (target[row] > 0)
                bad++;
            else
                good++;
        }
        return new(0, 0, good, bad);
    }

    private RiskClass Class(Tally tally) => Class(tally, options.Prior);

    /// <summary>
    /// Special codes and missing values cannot be merged with neighbours. Cases of the mean are added: to a few rows so
    /// many that the rarer outcome has as many as a class of its own needs, and the fewer, the more it has by itself.
    /// </summary>
    private RiskClass Apart(Tally tally)
    {
        var met = Math.Max(bads <= target.Count / 2 ? tally.Bad : tally.Good, tally.Count * RareShare);
        var needed = (double)options.CasesMin * options.CasesMin;
        return Class(tally, Math.Max(options.Prior, RarePrior * needed / (needed + met * met)));
    }

    private double RareShare => Math.Max(1, Math.Min(bads, target.Count - bads)) / (double)target.Count;

    private double RarePrior => Math.Max(options.Prior, options.CasesMin / RareShare);

    private RiskClass Class(Tally tally, double prior)
    {
        var mean = (double)bads / target.Count;
        var bad = (tally.Bad + prior * mean) / bads;
        var good = (tally.Good + prior * (1 - mean)) / (target.Count - bads);
        var woe = bad == 0 && good == 0 ? 0 : Math.Log(good / bad);
        return new() { Kind = ClassKind.Range, Good = tally.Good, Bad = tally.Bad, Woe = woe };
    }

    private static double LogLikelihoodOf(RiskClass c) =>
        (c.Bad == 0 ? 0 : c.Bad * Math.Log(c.BadRate)) + (c.Good == 0 ? 0 : c.Good * Math.Log(1 - c.BadRate));

    private double InformationOf(RiskClass c) =>
        ((double)c.Good / (target.Count - bads) - (double)c.Bad / bads) * c.Woe;
}
