namespace Risk.Scoring.Engine.Regression;

/// <summary>Which inputs a regression takes up, and how many.</summary>
internal sealed record SelectionOptions
{
    public int InputsMax { get; init; } = 20;

    /// <summary>
    /// An input comes in when it raises twice the log-likelihood by this. 3.84 is the 5 % level; less predicts better,
    /// because the ridge holds what is weak small.
    /// </summary>
    public double GainMin { get; init; } = 1;

    /// <summary>Of two inputs that are correlated more closely, only the one that came in first stays.</summary>
    public double CorrelationMax { get; init; } = 0.9;

    public double Ridge { get; init; } = 5;
}

/// <summary>
/// Takes up inputs one by one, always the one with the best score test, as long as all coefficients keep their sign:
/// every input is laid out so that more of it lowers the risk.
/// </summary>
internal static class Selection
{
    public static (List<int> Chosen, LogisticFit Fit) Forward(
        IReadOnlyList<double[]> inputs, IReadOnlyList<double> target, SelectionOptions options)
    {
        var chosen = new List<int>();
        var open = Enumerable.Range(0, inputs.Count).ToList();
        var fit = LogisticRegression.Fit([], target, options.Ridge);
        while (chosen.Count < options.InputsMax && open.Count > 0)
        {
            var residuals = Residuals(inputs, chosen, fit, target);
            var next = open.MaxBy(i => ScoreTest(inputs[i], residuals));
            open.Remove(next);
            if (chosen.Any(c => Math.Abs(Correlation(inputs[c], inputs[next])) > options.CorrelationMax))
                continue;
            var (tried, kept) = WithoutWrongSigns(inputs, target, [.. chosen, next], options.Ridge);
            if (2 * (tried.LogLikelihood - fit.LogLikelihood) < options.GainMin)
                continue;
            (chosen, fit) = (kept, tried);
        }
        return (chosen, fit);
    }

    /// <summary>Leaves out, one after another, those whose coefficient says that more of them is more risk.</summary>
    private static (LogisticFit Fit, List<int> Kept) WithoutWrongSigns(
        IReadOnlyList<double[]> inputs, IReadOnlyList<double> target, List<int> tried, double ridge)
    {
        while (true)
        {
            var fit = LogisticRegression.Fit([.. tried.Select(i => inputs[i])], target, ridge);
            var worst = Array.IndexOf(fit.Coefficients, fit.Coefficients.DefaultIfEmpty().Max());
            if (worst < 0 || fit.Coefficients[worst] <= 0)
                return (fit, tried);
            tried = [.. tried.Where((_, i) => i != worst)];
        }
    }

    private static (double Residual, double Weight)[] Residuals(
        IReadOnlyList<double[]> inputs, List<int> chosen, LogisticFit fit, IReadOnlyList<double> target)
    {
        var residuals = new (double, double)[target.Count];
        for (var r = 0; r < residuals.Length; r++)
        {
            var margin = fit.Constant;
            for (var i = 0; i < chosen.Count; i++)
                margin += fit.Coefficients[i] * inputs[chosen[i]][r];
            var probability = 1 / (1 + Math.Exp(-margin));
            residuals[r] = (target[r] - probability, probability * (1 - probability));
        }
        return residuals;
    }

    /// <summary>Signed: an input that would come in the wrong way round is below zero.</summary>
    private static double ScoreTest(double[] input, (double Residual, double Weight)[] residuals)
    {
        double gradient = 0, weights = 0, mean = 0, square = 0;
        for (var r = 0; r < input.Length; r++)
        {
            var (residual, weight) = residuals[r];
            gradient += residual * input[r];
            weights += weight;
            mean += weight * input[r];
            square += weight * input[r] * input[r];
        }
        var spread = square - mean * mean / weights;
        return spread <= 1e-9 ? double.NegativeInfinity : -Math.Sign(gradient) * gradient * gradient / spread;
    }

    private static double Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.Average(), b.Average());
        double product = 0, squareA = 0, squareB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var (x, y) = (a[i] - meanA, b[i] - meanB);
            (product, squareA, squareB) = (product + x * y, squareA + x * x, squareB + y * y);
        }
        return squareA == 0 || squareB == 0 ? 0 : product / Math.Sqrt(squareA * squareB);
    }
}
