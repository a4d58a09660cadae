namespace Risk.Scoring.Engine.Boosting;

/// <summary>
/// The loss of margins after the slope and shift that suit them best. The line is kept from call to call: from one tree
/// to the next it hardly moves, so that a step or two find it again.
/// </summary>
internal sealed class CalibrationLine(double[] target)
{
    private const int StepsMax = 20;
    private const double Tolerance = 1e-9;
    private const double SlopeMax = 20;

    /// <summary>Margins that are drawn back farther than this are not overdone but chance.</summary>
    private const double SlopeMin = 0.3;

    private double slope = 1;
    private double shift;

    public double LossOf(double[] margins)
    {
        var at = Sums(margins, slope, shift);
        for (var step = 0; step < StepsMax; step++)
        {
            var determinant = at.SlopeSlope * at.ShiftShift - at.SlopeShift * at.SlopeShift;
            if (!(determinant > 1e-12 * at.SlopeSlope * at.ShiftShift))
                break;
            var toSlope = (at.ShiftShift * at.Slope - at.SlopeShift * at.Shift) / determinant;
            var toShift = (at.SlopeSlope * at.Shift - at.SlopeShift * at.Slope) / determinant;
            var (moved, share) = (at, 1.0);
            for (; share > 1e-3; share /= 2)
            {
                moved = Sums(margins, Math.Clamp(slope - share * toSlope, SlopeMin, SlopeMax), shift - share * toShift);
                if (moved.Loss <= at.Loss)
                    break;
            }
            if (moved.Loss > at.Loss)
                break;
            (slope, shift) = (Math.Clamp(slope - share * toSlope, SlopeMin, SlopeMax), shift - share * toShift);
            var gained = at.Loss - moved.Loss;
            at = moved;
            if (gained <= Tolerance * at.Loss)
                break;
        }
        return at.Loss;
    }

    private (double Loss, double Slope, double Shift, double SlopeSlope, double SlopeShift, double ShiftShift) Sums(
        double[] margins, double by, double with)
    {
        double loss = 0, ofSlope = 0, ofShift = 0, slopeSlope = 0, slopeShift = 0, shiftShift = 0;
        for (var r = 0; r < margins.Length; r++)
        {
            var margin = by * margins[r] + with;
            var small = Math.Exp(-Math.Abs(margin));
            var probability = margin >= 0 ? 1 / (1 + small) : small / (1 + small);
            loss += Math.Max(margin, 0) - margin * target[r] + Math.Log(1 + small);
            var (gap, weight) = (probability - target[r], probability * (1 - probability));
            ofSlope += gap * margins[r];
            ofShift += gap;
            slopeSlope += weight * margins[r] * margins[r];
            slopeShift += weight * margins[r];
            shiftShift += weight;
        }
        return (loss, ofSlope, ofShift, slopeSlope, slopeShift, shiftShift);
    }
}
