using System.Globalization;
using Risk.Scoring.Engine.Samples;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Validation;

/// <summary>Something about a model that a validator has to look into.</summary>
internal sealed record Warning(string Code, string? Input, Text Text);

/// <summary>Signs that a model knows what it could not have known when the case was decided.</summary>
internal static class Leakage
{
    public const double InputAucMax = 0.95;
    public const double ModelAucMax = 0.97;
    public const double MissingAucMax = 0.8;
    public const double DistinctShareMax = 0.95;
    private const int RowsMin = 100;
    private const int NumbersMin = 1_000;

    /// <summary>The measures are of cases that the model has not learnt from; null when there are none.</summary>
    public static IEnumerable<Warning> Of(Sample sample, Measures? measures)
    {
        if (measures?.Ranking.Auc > ModelAucMax)
        {
            var auc = Number(measures.Ranking.Auc);
            yield return new("TOO_GOOD", Input: null, new(
                $"An AUC of {auc} is too good to be true: look for an input that is known only after the outcome",
                $"AUC 为 {auc}，好得不合常理：请检查是否有仅在结果发生后才能得知的输入"));
        }
        foreach (var warning in sample.Columns.SelectMany(c => Of(c, sample.Target)))
            yield return warning;
    }

    private static IEnumerable<Warning> Of(Column column, double[] target)
    {
        var known = column.Values.Where(v => !double.IsNaN(v)).ToList();
        // Amounts in whole units differ too, until there are many of them.
        if (column.Values.Length >= (column.IsCategory ? RowsMin : NumbersMin)
            && (column.IsCategory || known.TrueForAll(v => Math.Floor(v) == v))
            && known.Distinct().Count() > DistinctShareMax * column.Values.Length)
        {
            yield return new("IDENTIFIER", column.Name, new(
                $"{column.Name} is different in nearly every row, so it names the case and does not describe it",
                $"{column.Name} 几乎每行都不同，它是案例的标识而不是特征"));
        }
        var telling = column.IsCategory ? RatesOfWords(column.Values, target) : column.Values;
        if (AucOfKnown(telling, target) is { } auc && auc > InputAucMax)
        {
            yield return new("KNOWS_THE_OUTCOME", column.Name, new(
                $"{column.Name} alone has an AUC of {Number(auc)}: was it known before the outcome?",
                $"仅 {column.Name} 一项的 AUC 即达 {Number(auc)}：它在结果发生之前就已知吗？"));
        }
        double[] missing = [.. column.Values.Select(v => double.IsNaN(v) ? 1.0 : 0.0)];
        if (missing.Contains(1) && missing.Contains(0) && Auc(missing, target) is var gap && gap > MissingAucMax)
        {
            yield return new("MISSING_KNOWS_THE_OUTCOME", column.Name, new(
                $"Whether {column.Name} is missing tells the outcome (AUC {Number(gap)}): it is filled in afterwards",
                $"{column.Name} 是否缺失即可预示结果（AUC {Number(gap)}）：该字段可能是事后填写的"));
        }
    }

    /// <summary>
    /// Of each row the share of bad cases of its word in the other half of the rows, so that rare words tell nothing.
    /// </summary>
    private static double[] RatesOfWords(double[] values, double[] target)
    {
        var mean = target.Average();
        var tallies = new Dictionary<(double Word, int Half), (double Bad, int Count)>();
        for (var row = 0; row < values.Length; row++)
        {
            var (bad, count) = tallies.GetValueOrDefault((values[row], row % 2));
            tallies[(values[row], row % 2)] = (bad + target[row], count + 1);
        }
        return
        [
            .. values.Select((word, row) => double.IsNaN(word) ? double.NaN
                : tallies.GetValueOrDefault((word, 1 - row % 2)) is var (bad, count) ? (bad + mean) / (count + 1) : 0),
        ];
    }

    /// <summary>Null when the known values are all of good cases, or all of bad ones.</summary>
    private static double? AucOfKnown(double[] values, double[] target)
    {
        var rows = Enumerable.Range(0, values.Length).Where(r => !double.IsNaN(values[r])).ToList();
        return rows.Any(r => target[r] > 0) && rows.Any(r => target[r] == 0)
            ? Auc([.. rows.Select(r => values[r])], [.. rows.Select(r => target[r])])
            : null;
    }

    private static double Auc(double[] values, double[] target)
    {
        var auc = Placements.Of(values, target).Auc;
        return Math.Max(auc, 1 - auc);
    }

    private static string Number(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
