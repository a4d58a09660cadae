using System.Text.Json;
using Risk.Scoring.Engine.Regression;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Regression;

public sealed class LogisticRegressionTests
{
    [Fact]
    public void Coefficients_and_their_standard_errors_are_those_of_scikit_learn()
    {
        using var expected = JsonDocument.Parse(ReferenceRows.Bytes("sklearn.json"));
        var sample = ReferenceRows.Filled();

        var fit = LogisticRegression.Fit([.. sample.Columns.Select(c => c.Values)], sample.Target, ridge: 5);

        fit.Constant.ShouldBe(expected.RootElement.GetProperty("constant").GetDouble(), 1e-6);
        var coefficients = expected.RootElement.GetProperty("coefficients").EnumerateArray().ToList();
        foreach (var (place, coefficient) in fit.Coefficients.Index())
            coefficient.ShouldBe(coefficients[place].GetDouble(), 1e-6);
        var errors = expected.RootElement.GetProperty("standard_errors").EnumerateArray().ToList();
        foreach (var (place, error) in fit.StandardErrors.Index())
            error.ShouldBe(errors[place].GetDouble(), 1e-6);
    }

    [Fact]
    public void Standard_errors_of_a_single_yes_or_no_are_those_of_the_table_of_four()
    {
        double[] input = [.. Repeat(1, 30), .. Repeat(1, 10), .. Repeat(0, 20), .. Repeat(0, 40)];
        double[] target = [.. Repeat(1, 30), .. Repeat(0, 10), .. Repeat(1, 20), .. Repeat(0, 40)];

        var fit = LogisticRegression.Fit([input], target, ridge: 0);

        fit.Coefficients[0].ShouldBe(Math.Log(30.0 * 40 / (10 * 20)), 1e-8);
        fit.StandardErrors[1].ShouldBe(Math.Sqrt(1 / 30.0 + 1 / 10.0 + 1 / 20.0 + 1 / 40.0), 1e-8);
    }

    [Fact]
    public void An_input_that_repeats_another_and_one_that_separates_do_no_harm()
    {
        double[] same = [0, 0, 0, 1, 1, 1], target = [0, 0, 0, 1, 1, 1];

        var fit = LogisticRegression.Fit([same, same], target, ridge: 1);

        fit.Coefficients.ShouldAllBe(c => double.IsFinite(c) && c > 0);
    }

    [Fact]
    public void Selection_takes_what_tells_most_first_and_nothing_that_goes_the_wrong_way()
    {
        var random = new SeededRandom(11);
        var strong = Enumerable.Range(0, 2_000).Select(_ => random.Share()).ToArray();
        var weak = strong.Select(_ => random.Share()).ToArray();
        double[] target = [.. strong.Zip(weak, (s, w) => random.Share() < 0.9 - 0.7 * s - 0.15 * w ? 1.0 : 0.0)];
        double[] wrong = [.. target.Select(t => t + random.Share())];

        var (chosen, fit) = Selection.Forward(
            [weak, wrong, strong, strong], target, new() { Ridge = 0.01, GainMin = 3.84 });

        chosen.ShouldBe([2, 0]);
        fit.Coefficients.ShouldAllBe(c => c < 0);
    }

    [Fact]
    public void Selection_prefers_what_adds_to_the_inputs_that_are_in_over_what_repeats_them()
    {
        var random = new SeededRandom(13);
        double[] first = [.. Enumerable.Range(0, 4_000).Select(_ => random.Share())];
        double[] echo = [.. first.Select(f => f + 0.6 * random.Share())];
        double[] other = [.. first.Select(_ => random.Share())];
        double[] target =
            [.. first.Zip(other, (f, o) => random.Share() < 1 / (1 + Math.Exp(3 * f + 0.7 * o - 1)) ? 1.0 : 0.0)];

        var (chosen, _) = Selection.Forward([first, echo, other], target, new() { Ridge = 0.01, InputsMax = 2 });

        chosen.ShouldBe([0, 2]);
    }

    private static IEnumerable<double> Repeat(double value, int times) => Enumerable.Repeat(value, times);
}
