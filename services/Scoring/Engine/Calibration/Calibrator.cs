using Risk.Scoring.Engine.Regression;
using Risk.Scoring.Engine.Validation;

namespace Risk.Scoring.Engine.Calibration;

internal enum CalibrationKind
{
    Platt,
    Isotonic,
}

/// <summary>Fits a curve from margins to probabilities on cases that the model has not learnt from.</summary>
internal static class Calibrator
{
    public static ProbabilityCurve Fit(double[] margins, double[] target, CalibrationKind kind) =>
        kind == CalibrationKind.Platt ? Platt(margins, target) : Isotonic(margins, target);

    /// <summary>
    /// A logistic regression on the margin, on outcomes drawn a little to the middle (Platt, Probabilistic Outputs for
    /// Support Vector Machines, 1999).
    /// </summary>
    private static ProbabilityCurve Platt(double[] margins, double[] target)
    {
        var bads = target.Sum();
        var (high, low) = ((bads + 1) / (bads + 2), 1 / (target.Length - bads + 2));
        var fit = LogisticRegression.Fit([margins], [.. target.Select(t => t > 0 ? high : low)], ridge: 1e-6);
        return fit.Coefficients[0] > 0
            ? new() { Slope = fit.Coefficients[0], Shift = fit.Constant }
            : ProbabilityCurve.Plain;
    }

    /// <summary>The bad rate that never falls as the margin rises, and lies nearest (Ayer and others, 1955).</summary>
    private static ProbabilityCurve Isotonic(double[] margins, double[] target)
    {
        var blocks = new List<(double Margins, double Bads, double Count)>();
        foreach (var row in Placements.Order(margins))
        {
            blocks.Add((margins[row], target[row], 1));
            while (blocks.Count > 1 && Rate(blocks[^2]) >= Rate(blocks[^1]))
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks[^2] = (a.Margins + b.Margins, a.Bads + b.Bads, a.Count + b.Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }
        var mean = target.Average();
        var steps = blocks.Select(b => new CurvePoint(b.Margins / b.Count, (b.Bads + mean) / (b.Count + 1)));
        return new() { Steps = Ascending(steps) };
    }

    private static double Rate((double Margins, double Bads, double Count) block) => block.Bads / block.Count;

    /// <summary>Drawing small blocks to the mean may have put them out of order.</summary>
    private static List<CurvePoint> Ascending(IEnumerable<CurvePoint> steps)
    {
        var ascending = new List<CurvePoint>();
        foreach (var step in steps)
        {
            if (ascending.Count == 0)
                ascending.Add(step);
            else if (step.Margin > ascending[^1].Margin)
                ascending.Add(step with { Probability = Math.Max(step.Probability, ascending[^1].Probability) });
        }
        return ascending;
    }
}
