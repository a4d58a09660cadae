using Risk.Scoring.Engine.Models;

namespace Risk.Scoring.Engine.Validation;

/// <summary>The good and the bad cases by what their odds are worth in points.</summary>
internal sealed record ScoreBand(int From, int Below, double GoodShare, double BadShare)
{
    private const int Bands = 16;

    public static IReadOnlyList<ScoreBand> Of(Measures measures, PointScale scale)
    {
        double[] points = [.. measures.Probabilities.Select(p =>
        {
            var inside = Math.Clamp(p, 1e-9, 1 - 1e-9);
            return scale.PointsAt(Math.Log(inside / (1 - inside)));
        })];
        double[] sorted = [.. points.Order()];
        var (least, most) = (sorted[sorted.Length / 200], sorted[sorted.Length - 1 - sorted.Length / 200]);
        var width = Math.Max(5, 5 * (int)Math.Ceiling((most - least) / Bands / 5));
        var first = (int)Math.Floor(least / width);
        var count = Math.Max(1, (int)Math.Floor(most / width) - first + 1);
        var shares = new (double Good, double Bad)[count];
        for (var r = 0; r < points.Length; r++)
        {
            var band = Math.Clamp((int)Math.Floor(points[r] / width) - first, 0, count - 1);
            var (good, bad) = shares[band];
            shares[band] = measures.Target[r] > 0
                ? (good, bad + 1.0 / measures.Bad)
                : (good + 1.0 / (measures.Count - measures.Bad), bad);
        }
        return [.. shares.Select((s, b) => new ScoreBand((first + b) * width, (first + b + 1) * width, s.Good, s.Bad))];
    }
}
