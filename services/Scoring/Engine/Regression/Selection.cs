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
            var tests = ScoreTests(inputs, [.. open], ([.. chosen.Select(c => inputs[c])], fit), target);
            var best = tests.Index().MaxBy(t => t.Item);
            if (best.Item < options.GainMin)
                break;
            var next = open[best.Index];
            open.Remove(next);
            if (chosen.Any(c => Math.Abs(Correlation(inputs[c], inputs[next])) > options.CorrelationMax))
                continue;
            var (tried, kept) = WithoutWrongSigns(
                inputs, target, [.. chosen, next], (options.Ridge, [fit.Constant, .. fit.Coefficients, 0]));
            if (2 * (tried.LogLikelihood - fit.LogLikelihood) < options.GainMin)
                continue;
            (chosen, fit) = (kept, tried);
        }
        return (chosen, fit);
    }

    /// <summary>Leaves out, one after another, those whose coefficient says that more of them is more risk.</summary>
    private static (LogisticFit Fit, List<int> Kept) WithoutWrongSigns(
        IReadOnlyList<double[]> inputs, IReadOnlyList<double> target, List<int> tried,
        (double Ridge, double[] Start) from)
    {
        while (true)
        {
            var fit = LogisticRegression.Fit([.. tried.Select(i => inputs[i])], target, from.Ridge, from.Start);
            var worst = Array.IndexOf(fit.Coefficients, fit.Coefficients.DefaultIfEmpty().Max());
            if (worst < 0 || fit.Coefficients[worst] <= 0)
                return (fit, tried);
            tried = [.. tried.Where((_, i) => i != worst)];
            from.Start = [fit.Constant, .. fit.Coefficients.Where((_, i) => i != worst)];
        }
    }

    /// <summary>
    /// Rao's score test of each open input beside those that are in: its slope squared over the variance that they
    /// leave it. Signed, so that one that would come in the wrong way round is below zero.
    /// </summary>
    private static double[] ScoreTests(
        IReadOnlyList<double[]> inputs, int[] open, (double[][] Inputs, LogisticFit Fit) taken,
        IReadOnlyList<double> target)
    {
        var residuals = Residuals(taken.Inputs, taken.Fit, target);
        var information = new double[taken.Inputs.Length + 1, taken.Inputs.Length + 1];
        for (var i = 0; i <= taken.Inputs.Length; i++)
        {
            var row = Products(i == 0 ? null : taken.Inputs[i - 1], taken.Inputs, residuals);
            for (var j = 0; j < row.Length; j++)
                information[i, j] = row[j];
        }
        var crossed = new double[open.Length][];
        var tests = new (double Slope, double Square)[open.Length];
        Parallel.For(0, open.Length, o =>
        {
            var input = inputs[open[o]];
            crossed[o] = Products(input, taken.Inputs, residuals);
            double slope = 0, square = 0;
            for (var r = 0; r < input.Length; r++)
            {
                slope += residuals[r].Residual * input[r];
                square += residuals[r].Weight * input[r] * input[r];
            }
            tests[o] = (slope, square);
        });
        var explained = Cholesky.Forms(information, crossed);
        return
        [
            .. tests.Select((t, o) => t.Square - explained[o] is var left && left <= 1e-9 * Math.Max(1, t.Square)
                ? double.NegativeInfinity
                : -Math.Sign(t.Slope) * t.Slope * t.Slope / left),
        ];
    }

    /// <summary>Weighted products of an input, or of ones, with ones and with each input that is in.</summary>
    private static double[] Products(double[]? of, double[][] taken, (double Residual, double Weight)[] residuals)
    {
        var products = new double[taken.Length + 1];
        for (var r = 0; r < residuals.Length; r++)
        {
            var weighted = residuals[r].Weight * (of is null ? 1 : of[r]);
            products[0] += weighted;
            for (var i = 0; i < taken.Length; i++)
                products[i + 1] += weighted * taken[i][r];
        }
        return products;
    }

    private static (double Residual, double Weight)[] Residuals(
        double[][] taken, LogisticFit fit, IReadOnlyList<double> target)
    {
        var residuals = new (double, double)[target.Count];
        for (var r = 0; r < residuals.Length; r++)
        {
            var margin = fit.Constant;
            for (var i = 0; i < taken.Length; i++)
                margin += fit.Coefficients[i] * taken[i][r];
            var probability = 1 / (1 + Math.Exp(-margin));
            residuals[r] = (target[r] - probability, probability * (1 - probability));
        }
        return residuals;
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
