namespace Risk.Scoring.Engine.Regression;

/// <summary>A fitted logistic regression: the constant, then a coefficient for each input.</summary>
internal sealed record LogisticFit(double Constant, double[] Coefficients, double LogLikelihood)
{
    public required double[] StandardErrors { get; init; }
}

/// <summary>Logistic regression by Newton's method, with a ridge that keeps it from running away.</summary>
internal static class LogisticRegression
{
    private const int StepsMax = 50;
    private const double Tolerance = 1e-10;

    /// <summary>
    /// Inputs by column. The ridge is added to the second derivative of each coefficient, not of the constant; it is
    /// what scikit-learn calls 1 / C.
    /// </summary>
    public static LogisticFit Fit(IReadOnlyList<double[]> inputs, IReadOnlyList<double> target, double ridge) =>
        Fit(inputs, target, ridge, Start(inputs.Count, target));

    /// <summary>From weights near the best ones, the constant first: it takes fewer steps.</summary>
    public static LogisticFit Fit(
        IReadOnlyList<double[]> inputs, IReadOnlyList<double> target, double ridge, double[] weights)
    {
        var size = inputs.Count + 1;
        var work = new Work(inputs, target, ridge);
        work.Evaluate(weights);
        for (var step = 0; step < StepsMax; step++)
        {
            var (before, move) = (work.Penalized, Cholesky.Solve(work.Hessian, work.Gradient));
            var decrement = 0.0;
            for (var i = 0; i < size; i++)
                decrement += move[i] * work.Gradient[i];
            for (var share = 1.0; share > 1e-6; share /= 2)
            {
                double[] tried = [.. weights.Select((w, i) => w + share * move[i])];
                work.Evaluate(tried);
                if (work.Penalized >= before - 1e-12 * Math.Abs(before))
                {
                    weights = tried;
                    break;
                }
            }
            if (decrement < Tolerance)
                break;
        }
        work.Evaluate(weights);
        return new(weights[0], weights[1..], work.LogLikelihood)
        {
            StandardErrors = [.. Cholesky.InverseDiagonal(work.Hessian).Select(Math.Sqrt)],
        };
    }

    private static double[] Start(int inputs, IReadOnlyList<double> target)
    {
        var weights = new double[inputs + 1];
        var bad = Math.Clamp(target.Average(), 1e-9, 1 - 1e-9);
        weights[0] = Math.Log(bad / (1 - bad));
        return weights;
    }

    private sealed class Work(IReadOnlyList<double[]> inputs, IReadOnlyList<double> target, double ridge)
    {
        public double[] Gradient { get; } = new double[inputs.Count + 1];

        public double[,] Hessian { get; } = new double[inputs.Count + 1, inputs.Count + 1];

        public double LogLikelihood { get; private set; }

        public double Penalized { get; private set; }

        public void Evaluate(double[] weights)
        {
            Array.Clear(Gradient);
            Array.Clear(Hessian);
            LogLikelihood = 0;
            var row = new double[weights.Length];
            row[0] = 1;
            for (var r = 0; r < target.Count; r++)
            {
                for (var i = 0; i < inputs.Count; i++)
                    row[i + 1] = inputs[i][r];
                Add(row, target[r], weights);
            }
            Penalized = LogLikelihood;
            for (var i = 0; i < row.Length; i++)
            {
                for (var j = 0; j < i; j++)
                    Hessian[j, i] = Hessian[i, j];
                if (i == 0)
                    continue;
                Hessian[i, i] += ridge;
                Gradient[i] -= ridge * weights[i];
                Penalized -= ridge * weights[i] * weights[i] / 2;
            }
        }

        private void Add(double[] row, double outcome, double[] weights)
        {
            double margin = 0;
            for (var i = 0; i < row.Length; i++)
                margin += row[i] * weights[i];
            var probability = 1 / (1 + Math.Exp(-margin));
            LogLikelihood += outcome * margin - Math.Max(margin, 0) - Math.Log(1 + Math.Exp(-Math.Abs(margin)));
            var (residual, weight) = (outcome - probability, probability * (1 - probability));
            for (var i = 0; i < row.Length; i++)
            {
                Gradient[i] += residual * row[i];
                var weighted = weight * row[i];
                for (var j = 0; j <= i; j++)
                    Hessian[i, j] += weighted * row[j];
            }
        }
    }
}
