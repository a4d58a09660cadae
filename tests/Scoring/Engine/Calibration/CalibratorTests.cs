using System.Text.Json;
using Risk.Scoring.Engine.Calibration;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Calibration;

public sealed class CalibratorTests
{
    private static readonly (double[] Margins, double[] Target) Overconfident = Draw(m => m / 3 - 1);

    [Theory]
    [InlineData(CalibrationKind.Platt)]
    [InlineData(CalibrationKind.Isotonic)]
    internal void Margins_that_claim_too_much_become_probabilities_that_hold(CalibrationKind kind)
    {
        var curve = Calibrator.Fit(Overconfident.Margins, Overconfident.Target, kind);

        foreach (var margin in (double[])[-3, -1, 0, 1, 3])
            curve.At(margin).ShouldBe(1 / (1 + Math.Exp(-(margin / 3 - 1))), 0.05);
        curve.Faults().ShouldBeEmpty();
    }

    [Fact]
    public void Cases_of_one_margin_are_one_step_whatever_their_order()
    {
        double[] margins = [.. Enumerable.Range(0, 3_000).Select(i => (double)(i % 30))];
        double[] target = [.. margins.Select((m, i) => (i * 7919) % 3_000 < 20 + 10 * m ? 1.0 : 0.0)];

        var curve = Calibrator.Fit(margins, target, CalibrationKind.Isotonic);

        margins.Average(curve.At).ShouldBe(target.Average(), 1e-3);
        var backwards = Calibrator.Fit([.. margins.Reverse()], [.. target.Reverse()], CalibrationKind.Isotonic);
        backwards.Steps.ShouldBe(curve.Steps);
    }

    [Fact]
    public void A_margin_that_tells_nothing_gives_everybody_the_share_of_bad_cases()
    {
        double[] margins = [.. Enumerable.Range(0, 1_000).Select(i => (double)-(i / 100))];
        double[] target = [.. Enumerable.Range(0, 1_000).Select(i => i % 100 < i / 100 ? 1.0 : 0.0)];

        var curve = Calibrator.Fit(margins, target, CalibrationKind.Platt);

        foreach (var margin in (double[])[-9, -4, 0])
            curve.At(margin).ShouldBe(target.Average(), 1e-3);
    }

    [Fact]
    public void Platts_parameters_are_the_slope_and_shift_that_were_drawn()
    {
        var curve = Calibrator.Fit(Overconfident.Margins, Overconfident.Target, CalibrationKind.Platt);

        curve.Slope.ShouldBe(1 / 3.0, 0.03);
        curve.Shift.ShouldBe(-1, 0.06);
    }

    [Fact]
    public void Steps_lie_nearly_as_near_to_the_outcomes_as_those_of_scikit_learn()
    {
        using var expected = JsonDocument.Parse(ReferenceRows.Bytes("sklearn.json"));
        double[] margins = [.. ReferenceRows.Singles("margins.f32").Take(1_000).Select(m => (double)m)];
        var target = ReferenceRows.Target[..1_000];

        var curve = Calibrator.Fit(margins, target, CalibrationKind.Isotonic);

        var brier = margins.Zip(target, (m, t) => (curve.At(m) - t) * (curve.At(m) - t)).Average();
        brier.ShouldBe(expected.RootElement.GetProperty("isotonic_brier").GetDouble(), 0.005);
    }

    [Fact]
    public void A_curve_never_falls()
    {
        var curve = Calibrator.Fit(Overconfident.Margins, Overconfident.Target, CalibrationKind.Isotonic);
        var probabilities = Enumerable.Range(-60, 121).Select(m => curve.At(m / 10.0)).ToList();

        probabilities.Zip(probabilities.Skip(1)).ShouldAllBe(p => p.Second >= p.First);
        probabilities.ShouldAllBe(p => p > 0 && p < 1);
    }

    private static (double[] Margins, double[] Target) Draw(Func<double, double> truth)
    {
        var random = new SeededRandom(8);
        var margins = Enumerable.Range(0, 20_000).Select(_ => 8 * random.Share() - 4).ToArray();
        return (margins, [.. margins.Select(m => random.Share() < 1 / (1 + Math.Exp(-truth(m))) ? 1.0 : 0.0)]);
    }
}
