using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Regression;
using Risk.Scoring.Engine.Samples;

namespace Risk.Scoring.Engine.Validation;

/// <summary>
/// Of each coefficient the chance that the model would fit the training sample so much better with it than without it,
/// where its input tells nothing: twice the difference of the log-likelihoods against the chi-squared distribution
/// (Wilks, 1938). Both models are fitted without shrinking; it holds where few bad cases make Wald's chance too large
/// (Hauck and Donner, 1977).
/// </summary>
internal static class LikelihoodRatios
{
    /// <summary>Next to nothing: two inputs that say the same must not make the sums run away.</summary>
    private const double Ridge = 1e-6;

    /// <summary>Cases × terms³; more would take minutes, and says nothing that a part of it does not.</summary>
    private const double WorkMax = 4e9;

    /// <summary>In the order of the coefficients; empty without any, or where it would take too long.</summary>
    public static IReadOnlyList<double> Of(ModelFile model, Sample training)
    {
        var terms = Terms(model, training).ToList();
        if (terms.Count == 0 || training.Count * Math.Pow(terms.Count, 3) > WorkMax)
            return [];
        var whole = LogisticRegression.Fit(terms, training.Target, Ridge).LogLikelihood;
        var chances = new double[terms.Count];
        Parallel.For(0, chances.Length, t =>
        {
            var without = LogisticRegression.Fit([.. terms.Where((_, i) => i != t)], training.Target, Ridge);
            chances[t] = Distributions.ChiSquareTail(2 * (whole - without.LogLikelihood), degrees: 1);
        });
        return chances;
    }

    private static IEnumerable<double[]> Terms(ModelFile model, Sample sample)
    {
        var byName = sample.Columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        foreach (var scored in model.Scorecard?.Characteristics ?? [])
            yield return scored.Of.WoeOf(byName[scored.Of.Input.Name]);
        foreach (var term in model.Logistic?.Terms ?? [])
        {
            var (unit, row) = (term with { Coefficient = 1 }, new double[model.Inputs.Count]);
            yield return
            [
                .. byName[model.Inputs[term.Input].Name].Values.Select(v =>
                {
                    row[term.Input] = v;
                    return unit.Of(row);
                }),
            ];
        }
    }
}
