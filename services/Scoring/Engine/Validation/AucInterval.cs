namespace Risk.Scoring.Engine.Validation;

/// <summary>
/// A 95 % interval of an AUC. On the scale of log odds it stays within 0 and 1; where the sample is divided without an
/// error, DeLong's variance is nothing and says nothing, and Newcombe's score interval takes its place (Newcombe,
/// Confidence Intervals for an Effect Size Measure Based on the Mann-Whitney Statistic, part 2, 2006, method 5).
/// </summary>
internal static class AucInterval
{
    private const double Normal95 = 1.959963984540054;

    public static (double Low, double High) Of(Ranking ranking)
    {
        var (auc, error) = (ranking.Auc, ranking.StandardError);
        if (error <= 0 || auc is <= 0 or >= 1)
            return Score(auc, ranking.Bad, ranking.Good);
        var (logit, half) = (Math.Log(auc / (1 - auc)), Normal95 * error / (auc * (1 - auc)));
        return (Odds(logit - half), Odds(logit + half));
    }

    /// <summary>The AUCs from which the one found is not farther than 1.96 of their own standard errors.</summary>
    private static (double Low, double High) Score(double auc, int bad, int good)
    {
        return (auc <= 0 ? 0 : Bound(0, auc), auc >= 1 ? 1 : Bound(1, auc));

        double Bound(double outer, double inner)
        {
            for (var step = 0; step < 100; step++)
            {
                var middle = (outer + inner) / 2;
                if (Math.Abs(auc - middle) > Normal95 * Math.Sqrt(Variance(middle, bad, good)))
                    outer = middle;
                else
                    inner = middle;
            }
            return (outer + inner) / 2;
        }
    }

    /// <summary>Hanley and McNeil's variance, with the mean of the two counts in place of each.</summary>
    private static double Variance(double auc, int bad, int good)
    {
        var mean = (bad + good) / 2.0;
        return auc * (1 - auc) * (2 * mean - 1 - (3 * mean - 3) / ((2 - auc) * (1 + auc))) / ((double)bad * good);
    }

    private static double Odds(double logit) => 1 / (1 + Math.Exp(-logit));
}
