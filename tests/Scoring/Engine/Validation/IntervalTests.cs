using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Validation;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Validation;

public sealed class IntervalTests
{
    [Fact]
    public void An_auc_of_one_still_has_a_lower_end_that_rises_with_the_cases()
    {
        var few = Perfect(10);
        var many = Perfect(200);

        few.Auc.ShouldBe(1);
        few.StandardError.ShouldBe(0);
        // Solved by hand: (1 − 0.8002)² = 1.96² × 0.8002 × 0.1998 × (19 − 27 ÷ (1.1998 × 1.8002)) ÷ 100.
        few.AucLow.ShouldBe(0.8002, 5e-4);
        few.AucHigh.ShouldBe(1);
        many.AucLow.ShouldBeGreaterThan(0.98);
        few.GiniLow.ShouldBe(2 * few.AucLow - 1, 1e-12);
    }

    [Fact]
    public void Intervals_stay_within_what_there_is()
    {
        // One pair of 9 × 1 stands wrong.
        var ranking = Ranking.Of([9, 8, 7, 6, 5, 4, 3, 2, 1, 1.5], [1, 1, 1, 1, 1, 1, 1, 1, 1, 0]);

        ranking.AucHigh.ShouldBeLessThan(1);
        ranking.AucLow.ShouldBeGreaterThan(0);
        ranking.AucLow.ShouldBeLessThan(ranking.Auc);
    }

    /// <summary>Of 300 samples each; 95 in 100 are 285, and six standard deviations of chance are 23.</summary>
    [Theory]
    [InlineData(200, 400, 0.25)]
    [InlineData(50, 400, 0.25)]
    [InlineData(40, 160, 0.8)]
    [InlineData(100, 300, 0)]
    public void The_interval_of_ks_holds_the_true_one_about_as_often_as_it_says(int bad, int good, double truth)
    {
        var random = new SeededRandom(14);
        var held = 0;
        for (var run = 0; run < 300; run++)
        {
            double[] target = [.. Enumerable.Range(0, bad + good).Select(i => i < bad ? 1.0 : 0.0)];
            double[] scores = [.. target.Select(t => Score(t > 0, truth, random))];
            var (low, high) = KsInterval.Of(scores, target);
            held += low <= truth && truth <= high ? 1 : 0;
        }
        held.ShouldBeInRange(270, 299);
    }

    /// <summary>The shares below s are s² and s, farthest apart at ½ by ¼; or one is moved by the truth.</summary>
    private static double Score(bool isBad, double truth, SeededRandom random) => truth switch
    {
        0.25 => isBad ? Math.Max(random.Share(), random.Share()) : random.Share(),
        _ => random.Share() + (isBad ? truth : 0),
    };

    [Fact]
    public void The_interval_of_ks_is_the_same_each_time_and_holds_what_was_found()
    {
        double[] scores = [.. Enumerable.Range(0, 300).Select(i => (double)(i * 7 % 101))];
        double[] target = [.. Enumerable.Range(0, 300).Select(i => i * 7 % 101 > 60 && i % 3 == 0 ? 1.0 : 0.0)];

        var (low, high) = KsInterval.Of(scores, target);

        KsInterval.Of(scores, target).ShouldBe((low, high));
        (low < Ranking.Of(scores, target).Ks && Ranking.Of(scores, target).Ks < high).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1.36, 0.0495)]
    [InlineData(1.63, 0.0098)]
    public void Smirnovs_chances_are_those_of_the_tables(double scaled, double chance) =>
        Distributions.SmirnovTail(scaled / Math.Sqrt(500_000), 1_000_000, 1_000_000).ShouldBe(chance, 2e-4);

    private static Ranking Perfect(int each) => Ranking.Of(
        [.. Enumerable.Range(0, 2 * each).Select(i => (double)i)],
        [.. Enumerable.Range(0, 2 * each).Select(i => i < each ? 0.0 : 1.0)]);
}
