using System.Globalization;
using System.Text.Json;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Engine.Validation;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Validation;

/// <summary>What a validation reckons, against scipy and against definitions written down in reference.py.</summary>
public sealed class StatisticsAgreementTests
{
    private const int Few = 2_000;

    private static readonly JsonElement Expected =
        JsonDocument.Parse(ReferenceRows.Bytes("sklearn.json")).RootElement.Clone();

    private static readonly double[] Margins =
        [.. ReferenceRows.Singles("margins.f32").Select(m => (double)m)];

    [Fact]
    public void Tails_of_the_normal_and_the_chi_squared_are_those_of_scipy()
    {
        foreach (var tail in Expected.GetProperty("normal_tails").EnumerateObject())
            Close(Distributions.NormalTail(Parse(tail.Name)), tail.Value.GetDouble());
        foreach (var tail in Expected.GetProperty("chi2_tails").EnumerateObject())
        {
            var (value, degrees) = tail.Name.Split(' ') is [var v, var d] ? (Parse(v), (int)Parse(d)) : default;
            Close(Distributions.ChiSquareTail(value, degrees), tail.Value.GetDouble());
        }

        static void Close(double ours, double theirs) => (ours / theirs).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Standard_errors_of_an_auc_and_of_a_difference_are_those_of_delong_pair_by_pair()
    {
        double[] other = [.. ReferenceRows.Rows.Take(Few).Select(r => float.IsNaN(r[0]) ? 0.0 : r[0])];
        var first = Placements.Of(Margins.AsSpan(0, Few), ReferenceRows.Target.AsSpan(0, Few));
        var second = Placements.Of(other, ReferenceRows.Target.AsSpan(0, Few));

        Math.Sqrt(first.Variance).ShouldBe(Number("delong_error"), 1e-9);
        first.DifferenceError(second).ShouldBe(Number("delong_difference_error"), 1e-9);
    }

    [Fact]
    public void Calibration_as_a_whole_is_tested_as_in_the_definitions()
    {
        double[] probabilities = [.. Margins.Select(m => 1 / (1 + Math.Exp(-m)))];

        var test = CalibrationTest.Of(probabilities, ReferenceRows.Target);

        test.HosmerLemeshow.ShouldBe(Number("hosmer_lemeshow"), 1e-6);
        (test.HosmerLemeshowChance / Number("hosmer_lemeshow_p")).ShouldBe(1, 1e-6);
        test.Spiegelhalter.ShouldBe(Number("spiegelhalter"), 1e-9);
        (test.SpiegelhalterChance / Number("spiegelhalter_p")).ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Weights_of_evidence_and_the_regression_on_them_are_those_of_scikit_learn_on_the_same_bins()
    {
        var evidence = Expected.GetProperty("evidence");
        var sample = ReferenceRows.Sample();

        var card = ScorecardTrainer.Train(sample, new());

        card.Characteristics.Select(c => c.Of.Input.Name)
            .ShouldBe(evidence.GetProperty("weights").EnumerateObject().Select(w => w.Name));
        foreach (var (place, scored) in card.Characteristics.Index())
        {
            var weights = Numbers(evidence.GetProperty("weights").GetProperty(scored.Of.Input.Name));
            scored.Of.Classes.Count.ShouldBe(weights.Length);
            foreach (var (c, theirs) in scored.Of.Classes.Zip(weights))
                c.Woe.ShouldBe(theirs, 1e-9);
            scored.Coefficient.ShouldBe(Numbers(evidence.GetProperty("coefficients"))[place], 1e-6);
            scored.StandardError!.Value.ShouldBe(Numbers(evidence.GetProperty("standard_errors"))[place], 1e-6);
            foreach (var (c, points) in scored.Of.Classes.Zip(scored.Points))
            {
                var exact = -card.Scale.Factor * scored.Coefficient * c.Woe + (card.Scale.Offset
                    - card.Scale.Factor * evidence.GetProperty("constant").GetDouble()) / card.Characteristics.Count;
                ((double)points).ShouldBe(exact, 1.01);
            }
        }
        var together = Collinearity.Of(Trainer.Train(sample, new()), sample)!;
        foreach (var (ours, theirs) in together.Vif.Zip(Numbers(evidence.GetProperty("vif"))))
            ours.ShouldBe(theirs, 1e-9);
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(n => n.GetDouble())];

    private static double Number(string name) => Expected.GetProperty(name).GetDouble();

    private static double Parse(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
