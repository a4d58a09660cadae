namespace Risk.Scoring.Engine.Validation;

/// <summary>Chances that statistics come about by accident.</summary>
internal static class Distributions
{
    private const int TermsMax = 10_000;
    private const double Tolerance = 1e-16;

    /// <summary>Lanczos, A Precision Approximation of the Gamma Function, 1964, with g = 7.</summary>
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>The chance that a standard normal number is above z.</summary>
    public static double NormalTail(double z) =>
        z < 0 ? 1 - NormalTail(-z) : UpperGamma(0.5, z * z / 2) / 2;

    /// <summary>The chance that a standard normal number is farther from zero than z, either way.</summary>
    public static double TwoSided(double z) => double.IsNaN(z) ? 1 : 2 * NormalTail(Math.Abs(z));

    /// <summary>The chance that a chi-squared number of so many degrees of freedom is above the value.</summary>
    public static double ChiSquareTail(double value, int degrees) =>
        value <= 0 ? 1 : UpperGamma(degrees / 2.0, value / 2);

    /// <summary>
    /// The chance that two samples of one distribution are so far apart somewhere (Smirnov; for few cases by Stephens,
    /// Use of the Kolmogorov-Smirnov Statistics, 1970).
    /// </summary>
    public static double SmirnovTail(double distance, int first, int second)
    {
        var root = Math.Sqrt((double)first * second / ((double)first + second));
        var scaled = (root + 0.12 + 0.11 / root) * distance;
        if (scaled < 0.2)
            return 1;
        double sum = 0;
        for (var n = 1; n <= 100; n++)
            sum += (n % 2 == 1 ? 2 : -2) * Math.Exp(-2.0 * n * n * scaled * scaled);
        return Math.Clamp(sum, 0, 1);
    }

    /// <summary>
    /// The regularised upper incomplete gamma function: its series below the mean, its continued fraction above
    /// (Abramowitz and Stegun 6.5.29 and 6.5.31).
    /// </summary>
    private static double UpperGamma(double shape, double value)
    {
        if (value <= 0)
            return 1;
        var scale = Math.Exp(shape * Math.Log(value) - value - LogGamma(shape));
        return value < shape + 1 ? 1 - scale * Series(shape, value) : scale * Fraction(shape, value);
    }

    private static double Series(double shape, double value)
    {
        var term = 1 / shape;
        var sum = term;
        for (var n = 1; n < TermsMax && term > Tolerance * sum; n++)
        {
            term *= value / (shape + n);
            sum += term;
        }
        return sum;
    }

    private static double Fraction(double shape, double value)
    {
        var b = value + 1 - shape;
        var (c, d) = (1e300, 1 / b);
        var result = d;
        for (var n = 1; n < TermsMax; n++)
        {
            var a = -n * (n - shape);
            b += 2;
            d = 1 / (a * d + b);
            c = b + a / c;
            var change = c * d;
            result *= change;
            if (Math.Abs(change - 1) < Tolerance)
                break;
        }
        return result;
    }

    private static double LogGamma(double x)
    {
        if (x < 0.5)
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        x -= 1;
        var (sum, t) = (Lanczos[0], x + 7.5);
        for (var i = 1; i < Lanczos.Length; i++)
            sum += Lanczos[i] / (x + i);
        return 0.5 * Math.Log(2 * Math.PI) + (x + 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
