using Risk.Scoring.Engine.Validation;

namespace Risk.Scoring.Engine.Reports;

/// <summary>The curves of a ranking: shares of good and bad cases above each score.</summary>
internal static class Roc
{
    private const int PointsMax = 200;

    /// <summary>The receiver operating characteristic.</summary>
    public static IReadOnlyList<(double X, double Y)> Of(Measures measures) =>
        [.. Shares(measures).Select(s => (s.Good, s.Bad))];

    /// <summary>Both shares over the share of all cases, and where they are farthest apart.</summary>
    public static (IReadOnlyList<(double X, double Y)> Good, IReadOnlyList<(double X, double Y)> Bad,
        IReadOnlyList<(double X, double Y)> Gap) Captures(Measures measures)
    {
        var shares = Shares(measures);
        var widest = shares.MaxBy(s => Math.Abs(s.Bad - s.Good));
        return ([.. shares.Select(s => (s.All, s.Good))], [.. shares.Select(s => (s.All, s.Bad))],
            [(widest.All, widest.Good), (widest.All, widest.Bad)]);
    }

    private static List<(double All, double Good, double Bad)> Shares(Measures measures)
    {
        var order = Placements.Order(measures.Probabilities);
        Array.Reverse(order);
        var points = new List<(double, double, double)> { (0, 0, 0) };
        double good = 0, bad = 0;
        var every = Math.Max(1, order.Length / PointsMax);
        for (var i = 0; i < order.Length; i++)
        {
            bad += measures.Target[order[i]];
            good += 1 - measures.Target[order[i]];
            if (i % every == 0 || i + 1 == order.Length)
            {
                points.Add(((i + 1.0) / order.Length, good / (measures.Count - measures.Bad), bad / measures.Bad));
            }
        }
        return points;
    }
}
