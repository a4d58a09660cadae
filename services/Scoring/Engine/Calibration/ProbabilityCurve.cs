namespace Risk.Scoring.Engine.Calibration;

/// <summary>How a margin becomes a probability: by Platt's two parameters, or by steps, linear between.</summary>
internal sealed record ProbabilityCurve
{
    public static readonly ProbabilityCurve Plain = new() { Slope = 1 };

    public double Slope { get; init; }

    public double Shift { get; init; }

    /// <summary>Ascending in both; not empty where the curve is isotonic.</summary>
    public IReadOnlyList<CurvePoint> Steps { get; init; } = [];

    public double At(double margin) =>
        Steps.Count == 0 ? 1 / (1 + Math.Exp(-(Slope * margin + Shift))) : Between(margin);

    public IEnumerable<string> Faults()
    {
        if (Steps.Count == 0 && !(Slope > 0 && double.IsFinite(Slope) && double.IsFinite(Shift)))
            yield return $"its slope {Slope} is not above zero, or its shift {Shift} not finite";
        if (Steps.Any(s => s.Probability is not (>= 0 and <= 1) || !double.IsFinite(s.Margin)))
            yield return "a probability is not from 0 to 1, or a margin not finite";
        if (Steps.Zip(Steps.Skip(1)).Any(s => s.First.Margin >= s.Second.Margin
            || s.First.Probability > s.Second.Probability))
        {
            yield return "its steps do not ascend";
        }
    }

    private double Between(double margin)
    {
        if (margin <= Steps[0].Margin)
            return Steps[0].Probability;
        for (var i = 1; i < Steps.Count; i++)
        {
            var (low, high) = (Steps[i - 1], Steps[i]);
            if (margin <= high.Margin)
            {
                return low.Probability
                    + (high.Probability - low.Probability) * (margin - low.Margin) / (high.Margin - low.Margin);
            }
        }
        return Steps[^1].Probability;
    }
}

internal sealed record CurvePoint(double Margin, double Probability);
