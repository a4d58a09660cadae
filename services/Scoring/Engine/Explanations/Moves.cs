using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;

namespace Risk.Scoring.Engine.Explanations;

/// <summary>The changes of one factor that bring points; when it is required, one of them has to be taken.</summary>
internal sealed record Moves(IReadOnlyList<Change> Options, bool IsRequired)
{
    /// <summary>Rounded, so that sums of efforts are exact.</summary>
    private const int EffortDecimals = 6;

    public static Moves Of(FactorResult result, decimal? needed)
    {
        var (bins, feature) = (result.Factor.Bins, result.Feature);
        if (bins.Count < 2)
            return new([], needed is not null);
        var higher = feature.Better == Better.Higher;
        var span = bins[^2].Below!.Value - bins[0].Below!.Value;
        var options = new List<Change>();
        for (var i = 0; i < bins.Count; i++)
        {
            var gain = bins[i].Points - (int)result.Points;
            if (gain <= 0 && needed is null)
                continue;
            if ((higher ? i == 0 : i == bins.Count - 1) && needed is null)
                continue;
            var edge = Edge(result, i, needed);
            if (edge is { } value && (result.Value.IsKnown is false || Improves(result, value)))
                options.Add(new(feature, result.Value, value)
                {
                    PointsGained = gain,
                    Effort = Effort(result, value, span),
                });
        }
        return new(options, needed is not null);
    }

    /// <summary>
    /// The nearest value in the bin that also does what the rule asks for; null when the bin has none.
    /// </summary>
    private static decimal? Edge(FactorResult result, int bin, decimal? needed)
    {
        var (bins, feature) = (result.Factor.Bins, result.Feature);
        var low = bin == 0 ? feature.Min : bins[bin - 1].Below!.Value;
        var high = bins[bin].Below - feature.Step ?? feature.Max;
        if (feature.Better == Better.Higher)
            return needed > high ? null : Math.Max(low, needed ?? low);
        return needed < low ? null : Math.Min(high, needed ?? high);
    }

    private static bool Improves(FactorResult result, decimal value) =>
        result.Feature.Better == Better.Higher ? value > result.Value.Amount : value < result.Value.Amount;

    private static decimal Effort(FactorResult result, decimal value, decimal span)
    {
        var steps = Math.Max(span, result.Feature.Step);
        if (result.Value.IsKnown)
            return Math.Round(Math.Abs(value - result.Value.Amount) / steps, EffortDecimals);
        var worst = result.Feature.Better == Better.Higher
            ? result.Factor.Bins[0].Below!.Value
            : result.Factor.Bins[^2].Below!.Value;
        return Math.Round(1 + Math.Abs(value - worst) / steps, EffortDecimals);
    }
}
