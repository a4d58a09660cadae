using Risk.Scoring.Engine.Validation;

namespace Risk.Scoring.Engine.Reports;

/// <summary>The receiver operating characteristic: shares of good and bad cases above each score.</summary>
internal static class Roc
{
    private const int PointsMax = 200;

    public static IReadOnlyList<(double X, double Y)> Of(Measures measures)
    {
        var order = Placements.Order(measures.Probabilities);
        Array.Reverse(order);
        var points = new List<(double, double)> { (0, 0) };
        double good = 0, bad = 0;
        var every = Math.Max(1, order.Length / PointsMax);
        for (var i = 0; i < order.Length; i++)
        {
            bad += measures.Target[order[i]];
            good += 1 - measures.Target[order[i]];
            if (i % every == 0 || i + 1 == order.Length)
                points.Add((good / (measures.Count - measures.Bad), bad / measures.Bad));
        }
        return points;
    }
}
