using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Validation;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Validation;

public sealed class LikelihoodRatiosTests
{
    [Fact]
    public void The_chance_of_a_single_yes_or_no_is_that_of_the_table_of_four()
    {
        double[] input = [.. Repeat(1, 40), .. Repeat(0, 60)];
        double[] target = [.. Repeat(1, 30), .. Repeat(0, 10), .. Repeat(1, 20), .. Repeat(0, 40)];

        var chance = LikelihoodRatios.Of(Model(1), Of(target, input)).ShouldHaveSingleItem();

        var statistic = 2 * (30 * Math.Log(30 / 20.0) + 10 * Math.Log(10 / 20.0) + 20 * Math.Log(20 / 30.0)
            + 40 * Math.Log(40 / 30.0));
        chance.ShouldBe(Distributions.ChiSquareTail(statistic, 1), 1e-6);
    }

    [Fact]
    public void An_input_that_divides_the_cases_without_an_error_is_no_chance_though_its_wald_error_is_huge()
    {
        double[] target = [.. Repeat(0, 8), .. Repeat(1, 4)];

        var chance = LikelihoodRatios.Of(Model(1), Of(target, target)).ShouldHaveSingleItem();

        // Without it, the log-likelihood is 8 ln ⅔ + 4 ln ⅓; with it, nearly nothing.
        chance.ShouldBe(Distributions.ChiSquareTail(-2 * (8 * Math.Log(2 / 3.0) + 4 * Math.Log(1 / 3.0)), 1), 1e-4);
        chance.ShouldBeLessThan(0.001);
    }

    [Fact]
    public void Inputs_that_tell_nothing_are_found_significant_about_as_often_as_chance_has_it()
    {
        var random = new SeededRandom(5);
        var below = 0;
        for (var run = 0; run < 100; run++)
        {
            double[] target = [.. Enumerable.Range(0, 200).Select(_ => random.Share() < 0.3 ? 1.0 : 0.0)];
            double[] told = [.. target.Select(t => t + 2 * random.Share())];
            double[] noise = [.. target.Select(_ => random.Share())];

            var chances = LikelihoodRatios.Of(Model(2), Of(target, told, noise));

            chances[0].ShouldBeLessThan(0.05);
            below += chances[1] < 0.05 ? 1 : 0;
        }
        below.ShouldBeInRange(0, 15);
    }

    [Fact]
    public void Trees_have_no_coefficients_and_what_would_take_too_long_is_left_out()
    {
        var target = Enumerable.Range(0, 4_001).Select(i => i % 2.0).ToArray();

        LikelihoodRatios.Of(Model(0), Of(target)).ShouldBeEmpty();
        LikelihoodRatios.Of(Model(100), Of(target, [.. Enumerable.Repeat(target, 100)])).ShouldBeEmpty();
    }

    private static ModelFile Model(int terms) => new()
    {
        Schema = ModelFile.SchemaNow,
        Name = "logistic",
        Version = 1,
        Inputs = [.. Enumerable.Range(0, terms).Select(i => new ModelInput { Name = $"x{i}" })],
        Logistic = new()
        {
            Constant = 0,
            Terms = [.. Enumerable.Range(0, terms).Select(i => new LogisticTerm { Input = i, Coefficient = 3 })],
        },
        Calibration = null!,
        Grades = [],
    };

    private static Sample Of(double[] target, params double[][] inputs) => new()
    {
        Columns = [.. inputs.Select((values, i) => new Column($"x{i}", values))],
        Target = target,
    };

    private static IEnumerable<double> Repeat(double value, int times) => Enumerable.Repeat(value, times);
}
