namespace Risk.Scoring.Engine.Validation;

/// <summary>Whether probabilities as a whole agree with what came about.</summary>
internal sealed record CalibrationTest
{
    private const int Groups = 10;

    /// <summary>
    /// Over tenths of the probabilities, the squared gaps between promised and actual bad cases in units of their
    /// variance (Hosmer and Lemeshow, 1980); as many degrees of freedom as groups, for cases that were not learnt from.
    /// </summary>
    public required double HosmerLemeshow { get; init; }

    public required int Degrees { get; init; }

    public double HosmerLemeshowChance => Distributions.ChiSquareTail(HosmerLemeshow, Degrees);

    /// <summary>The Brier score against what it is where the probabilities hold (Spiegelhalter, 1986).</summary>
    public required double Spiegelhalter { get; init; }

    public double SpiegelhalterChance => Distributions.TwoSided(Spiegelhalter);

    /// <summary>Bad cases that came about for each that was promised.</summary>
    public required double ObservedToExpected { get; init; }

    public static CalibrationTest Of(double[] probabilities, double[] target)
    {
        var order = Placements.Order(probabilities);
        var (statistic, degrees) = (0.0, 0);
        for (var g = 0; g < Groups; g++)
        {
            double expected = 0, variance = 0, bad = 0;
            for (var i = (int)((long)g * order.Length / Groups); i < (long)(g + 1) * order.Length / Groups; i++)
            {
                var p = probabilities[order[i]];
                (expected, variance, bad) = (expected + p, variance + p * (1 - p), bad + target[order[i]]);
            }
            if (variance <= 0)
                continue;
            statistic += (bad - expected) * (bad - expected) / variance;
            degrees++;
        }
        return new()
        {
            HosmerLemeshow = statistic,
            Degrees = Math.Max(1, degrees),
            Spiegelhalter = SpiegelhalterOf(probabilities, target),
            ObservedToExpected = target.Sum() / Math.Max(probabilities.Sum(), 1e-300),
        };
    }

    private static double SpiegelhalterOf(double[] probabilities, double[] target)
    {
        double gap = 0, variance = 0;
        for (var i = 0; i < target.Length; i++)
        {
            var (p, slope) = (probabilities[i], 1 - 2 * probabilities[i]);
            gap += (target[i] - p) * slope;
            variance += slope * slope * p * (1 - p);
        }
        return variance > 0 ? gap / Math.Sqrt(variance) : 0;
    }
}
