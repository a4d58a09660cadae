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

    [Fact]
    public void The_interval_of_ks_holds_the_true_one_more_than_seventeen_times_in_twenty()
    {
        var random = new SeededRandom(14);
        var held = 0;
        for (var run = 0; run < 200; run++)
        {
            // Bad scores are the greater of two draws: the shares below s are s² and s, farthest apart at ½ by ¼.
            double[] target = [.. Enumerable.Range(0, 600).Select(i => i < 200 ? 1.0 : 0.0)];
            double[] scores =
                [.. target.Select(t => t > 0 ? Math.Max(random.Share(), random.Share()) : random.Share())];
            var (low, high) = KsInterval.Of(scores, target, Ranking.Of(scores, target).Ks);
            held += low <= 0.25 && 0.25 <= high ? 1 : 0;
        }
        held.ShouldBeInRange(172, 198);
    }

    [Fact]
    public void The_interval_of_ks_is_the_same_each_time()
    {
        double[] scores = [.. Enumerable.Range(0, 300).Select(i => (double)(i * 7 % 101))];
        double[] target = [.. Enumerable.Range(0, 300).Select(i => i % 3 == 0 ? 1.0 : 0.0)];

        KsInterval.Of(scores, target, 0.2).ShouldBe(KsInterval.Of(scores, target, 0.2));
    }

    private static Ranking Perfect(int each) => Ranking.Of(
        [.. Enumerable.Range(0, 2 * each).Select(i => (double)i)],
        [.. Enumerable.Range(0, 2 * each).Select(i => i < each ? 0.0 : 1.0)]);
}
