namespace Risk.Scoring.Engine.Regression;

/// <summary>Solves systems with a symmetric positive matrix.</summary>
internal static class Cholesky
{
    private const double PivotMin = 1e-12;

    public static double[] Solve(double[,] matrix, double[] right)
    {
        var lower = Factor(matrix);
        return Backward(lower, Forward(lower, right));
    }

    /// <summary>The diagonal of the inverse.</summary>
    public static double[] InverseDiagonal(double[,] matrix)
    {
        var lower = Factor(matrix);
        var diagonal = new double[matrix.GetLength(0)];
        for (var i = 0; i < diagonal.Length; i++)
        {
            var unit = new double[diagonal.Length];
            unit[i] = 1;
            diagonal[i] = Forward(lower, unit).Sum(v => v * v);
        }
        return diagonal;
    }

    /// <summary>Of each column, its product with the inverse and itself.</summary>
    public static double[] Forms(double[,] matrix, IReadOnlyList<double[]> columns)
    {
        var lower = Factor(matrix);
        return [.. columns.Select(c => Forward(lower, c).Sum(v => v * v))];
    }

    /// <summary>A pivot that is nearly nothing belongs to an input that repeats others: it is held at zero.</summary>
    private static double[,] Factor(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var lower = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                    sum -= lower[i, k] * lower[j, k];
                if (i == j)
                    lower[i, i] = sum > PivotMin * Math.Max(1, matrix[i, i]) ? Math.Sqrt(sum) : 1e8;
                else
                    lower[i, j] = sum / lower[j, j];
            }
        }
        return lower;
    }

    private static double[] Forward(double[,] lower, double[] right)
    {
        var solved = new double[right.Length];
        for (var i = 0; i < right.Length; i++)
        {
            var sum = right[i];
            for (var k = 0; k < i; k++)
                sum -= lower[i, k] * solved[k];
            solved[i] = sum / lower[i, i];
        }
        return solved;
    }

    private static double[] Backward(double[,] lower, double[] right)
    {
        var solved = new double[right.Length];
        for (var i = right.Length - 1; i >= 0; i--)
        {
            var sum = right[i];
            for (var k = i + 1; k < right.Length; k++)
                sum -= lower[k, i] * solved[k];
            solved[i] = sum / lower[i, i];
        }
        return solved;
    }
}
