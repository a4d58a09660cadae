using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Regression;
using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Validation;

/// <summary>How closely the inputs of a regression go together, as the model weighs them.</summary>
internal sealed record Collinearity
{
    public const double VifMax = 5;

    public required IReadOnlyList<string> Inputs { get; init; }

    public required double[,] Correlations { get; init; }

    /// <summary>Variance inflation factors: the diagonal of the inverse of the correlations.</summary>
    public required double[] Vif { get; init; }

    /// <summary>Null for trees, which have no coefficients, and where fewer than two inputs vary.</summary>
    public static Collinearity? Of(ModelFile model, Sample sample)
    {
        var varying = Terms(model, sample).Select(t => (t.Name, Scaled: Standardised(t.Values)))
            .Where(t => t.Scaled is not null).ToList();
        if (varying.Count < 2)
            return null;
        var correlations = new double[varying.Count, varying.Count];
        for (var i = 0; i < varying.Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                double product = 0;
                for (var r = 0; r < sample.Count; r++)
                    product += varying[i].Scaled![r] * varying[j].Scaled![r];
                correlations[i, j] = correlations[j, i] = product;
            }
        }
        return new()
        {
            Inputs = [.. varying.Select(t => t.Name)],
            Correlations = correlations,
            Vif = Cholesky.InverseDiagonal(correlations),
        };
    }

    private static IEnumerable<(string Name, double[] Values)> Terms(ModelFile model, Sample sample)
    {
        var byName = sample.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (var scored in model.Scorecard?.Characteristics ?? [])
            yield return (scored.Of.Input.Name, scored.Of.WoeOf(byName[scored.Of.Input.Name]));
        foreach (var term in (model.Logistic?.Terms ?? []).Where(t => t.Word is null))
        {
            var row = new double[model.Inputs.Count];
            yield return (model.Inputs[term.Input].Name, [.. byName[model.Inputs[term.Input].Name].Values.Select(v =>
            {
                row[term.Input] = v;
                return (term with { Coefficient = 1 }).Of(row);
            })]);
        }
    }

    private static double[]? Standardised(double[] values)
    {
        var mean = values.Average();
        var length = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)));
        return length > 1e-9 ? [.. values.Select(v => (v - mean) / length)] : null;
    }
}
