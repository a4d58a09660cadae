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
    /// <summary>A margin that tells nothing, or the wrong way round, leaves the share of bad cases.</summary>
    private const double SlopeMin = 1e-6;

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
        return fit.Coefficients[0] > SlopeMin
            ? new() { Slope = fit.Coefficients[0], Shift = fit.Constant }
            : new() { Slope = SlopeMin, Shift = Math.Log(bads / (target.Length - bads)) };
    }

    /// <summary>
    /// The bad rate that never falls as the margin rises, and lies nearest (Ayer and others, 1955). Cases of one margin
    /// are one block from the start: their order means nothing.
    /// </summary>
    private static ProbabilityCurve Isotonic(double[] margins, double[] target)
    {
        var blocks = new List<(double Margins, double Bads, double Count)>();
        var last = double.NaN;
        foreach (var row in Placements.Order(margins))
        {
            if (blocks.Count > 0 && margins[row] == last)
                blocks[^1] = (blocks[^1].Margins + margins[row], blocks[^1].Bads + target[row], blocks[^1].Count + 1);
            else
                blocks.Add((margins[row], target[row], 1));
            last = margins[row];
        }
        return new() { Steps = Ascending(Pooled(blocks), target.Average()) };
    }

    private static List<(double Margins, double Bads, double Count)> Pooled(
        List<(double Margins, double Bads, double Count)> ties)
    {
        var blocks = new List<(double Margins, double Bads, double Count)>();
        foreach (var tie in ties)
        {
            blocks.Add(tie);
            while (blocks.Count > 1 && Rate(blocks[^2]) >= Rate(blocks[^1]))
            {
                var (a, b) = (blocks[^2], blocks[^1]);
                blocks[^2] = (a.Margins + b.Margins, a.Bads + b.Bads, a.Count + b.Count);
                blocks.RemoveAt(blocks.Count - 1);
            }
        }
        return blocks;
    }

    private static double Rate((double Margins, double Bads, double Count) block) => block.Bads / block.Count;

    /// <summary>Drawing small blocks to the mean may have put them out of order.</summary>
    private static List<CurvePoint> Ascending(
        IEnumerable<(double Margins, double Bads, double Count)> blocks, double mean)
    {
        var ascending = new List<CurvePoint>();
        foreach (var block in blocks)
        {
            var step = new CurvePoint(block.Margins / block.Count, (block.Bads + mean) / (block.Count + 1));
            if (ascending.Count == 0)
                ascending.Add(step);
            else if (step.Margin > ascending[^1].Margin)
                ascending.Add(step with { Probability = Math.Max(step.Probability, ascending[^1].Probability) });
        }
        return ascending;
    }
}
