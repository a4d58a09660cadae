using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Regression;
using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Training;

/// <summary>Trains a logistic regression on numbers, scaled within their inner 98 %, and on words.</summary>
internal static class LogisticTrainer
{
    private const double Ridge = 1;
    private const double TailShare = 0.01;
    private const int RowsPerWordMin = 20;

    public static LogisticModel Train(Sample sample)
    {
        var terms = sample.Columns.SelectMany((c, i) => c.IsCategory ? Words(c, i) : Number(c, i)).ToList();
        if (terms.Count == 0)
            throw new TrainingException("no input has two values");
        var inputs = terms.Select(t => Values(t, sample)).ToList();
        var fit = LogisticRegression.Fit(inputs, sample.Target, Ridge);
        return new()
        {
            Constant = fit.Constant,
            Terms = [.. terms.Select((t, i) => t with
            {
                Coefficient = fit.Coefficients[i],
                StandardError = fit.StandardErrors[i + 1],
            })],
        };
    }

    private static double[] Values(LogisticTerm term, Sample sample)
    {
        var values = new double[sample.Count];
        var row = new double[sample.Columns.Count];
        for (var r = 0; r < values.Length; r++)
        {
            row[term.Input] = sample.Columns[term.Input].Values[r];
            values[r] = term.Of(row);
        }
        return values;
    }

    private static IEnumerable<LogisticTerm> Number(Column column, int input)
    {
        double[] known = [.. column.Values.Where(v => !double.IsNaN(v)).Order()];
        if (known.Length == 0 || known[0] == known[^1])
            yield break;
        var (low, high) = (known[(int)(TailShare * (known.Length - 1))],
            known[(int)((1 - TailShare) * (known.Length - 1))]);
        if (low == high)
            (low, high) = (known[0], known[^1]);
        var clamped = known.Select(v => Math.Clamp(v, low, high)).ToList();
        var mean = clamped.Average();
        yield return new()
        {
            Input = input,
            Low = low,
            High = high,
            Mean = mean,
            Deviation = Math.Sqrt(clamped.Average(v => (v - mean) * (v - mean))),
            Coefficient = 1,
        };
    }

    private static IEnumerable<LogisticTerm> Words(Column column, int input) => column.Values
        .Where(v => !double.IsNaN(v))
        .GroupBy(v => (int)v)
        .Where(g => g.Count() >= RowsPerWordMin)
        .OrderBy(g => g.Key)
        .Select(g => new LogisticTerm { Input = input, Word = g.Key, Coefficient = 1 });
}
