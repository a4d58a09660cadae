using Risk.Scoring.Engine.Boosting;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Trees;
using Risk.Scoring.Engine.Validation;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Boosting;

public sealed class GradientBoosterTests
{
    private static readonly BoostingOptions Quick = new() { TreesMax = 60, Patience = 0, LearningRate = 0.1, Bags = 1 };

    private static readonly BoostingOptions Stopping = new()
    {
        Patience = 10,
        LearningRate = 0.05,
        Bags = 1,
        TriesSmallTrees = false,
    };

    [Fact]
    public void The_same_seed_gives_the_same_trees_and_another_seed_others()
    {
        var sample = ReferenceRows.Sample(3_000);

        var (first, again) = (GradientBooster.Train(sample, Quick), GradientBooster.Train(sample, Quick));
        var other = GradientBooster.Train(sample, Quick with { Seed = 7 });

        first.Trees.Zip(again.Trees).ShouldAllBe(t => t.First.Value.SequenceEqual(t.Second.Value)
            && t.First.Feature.SequenceEqual(t.Second.Feature));
        first.Trees.Zip(other.Trees).ShouldContain(t => !t.First.Value.SequenceEqual(t.Second.Value));
    }

    [Fact]
    public void It_finds_an_interaction_that_no_input_shows_alone()
    {
        var (learnt, kept) = Halves(ReferenceRows.Sample());

        AucOf(GradientBooster.Train(learnt, Quick), kept).ShouldBeGreaterThan(0.77);
    }

    [Fact]
    public void Growing_stops_when_what_is_held_back_is_predicted_no_better()
    {
        var sample = ReferenceRows.Sample(2_000);
        var random = new SeededRandom(3);
        var noise = sample with { Target = [.. sample.Target.Select(_ => random.Share() < 0.3 ? 1.0 : 0.0)] };

        GradientBooster.Train(noise, Stopping).Trees.Count.ShouldBeLessThan(30);
        GradientBooster.Train(sample, Stopping).Trees.Count.ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_monotone_input_never_goes_the_other_way(int direction)
    {
        var sample = ReferenceRows.Sample(4_000);
        var monotone = new Dictionary<string, int> { ["f2"] = direction };
        var trees = GradientBooster.Train(sample, Quick with { Monotone = monotone });
        foreach (var row in ReferenceRows.Rows.Take(200))
        {
            float[] moved = [.. row];
            var before = float.NegativeInfinity;
            for (var value = -1f; value <= 1; value += 0.05f)
            {
                moved[2] = direction * value;
                var margin = trees.Margin(moved);
                margin.ShouldBeGreaterThanOrEqualTo(before - 1e-6f);
                before = margin;
            }
        }
    }

    [Fact]
    public void Words_tell_without_being_put_into_an_order_and_an_unknown_one_counts_as_missing()
    {
        var random = new SeededRandom(5);
        var codes = Enumerable.Range(0, 4_000).Select(_ => (double)random.Below(40)).ToArray();
        var sample = new Sample
        {
            Columns = [new("word", codes) { Levels = [.. Enumerable.Range(0, 40).Select(i => $"w{i}")] }],
            Target = [.. codes.Select(c => random.Share() < (c % 2 == 0 ? 0.6 : 0.1) ? 1.0 : 0.0)],
        };

        var trees = GradientBooster.Train(sample, Quick);

        AucOf(trees, sample).ShouldBeGreaterThan(0.74);
        trees.Margin([99f]).ShouldBe(trees.Margin([-5f]));
        float.IsFinite(trees.Margin([float.NaN])).ShouldBeTrue();
    }

    [Fact]
    public void Missing_values_go_where_they_lower_the_loss()
    {
        var random = new SeededRandom(9);
        var values = Enumerable.Range(0, 2_000)
            .Select(_ => random.Share() < 0.3 ? double.NaN : random.Share()).ToArray();
        var sample = new Sample
        {
            Columns = [new("x", values)],
            Target = [.. values.Select(v => random.Share() < (double.IsNaN(v) ? 0.7 : 0.1) ? 1.0 : 0.0)],
        };

        var trees = GradientBooster.Train(sample, Quick with { RowShare = 1, LeavesMax = 2 });

        trees.Margin([float.NaN]).ShouldBe((float)Math.Log(0.7 / 0.3), 0.3f);
        trees.Margin([0.5f]).ShouldBe((float)Math.Log(0.1 / 0.9), 0.5f);
    }

    [Fact]
    public void The_trees_of_several_runs_count_as_their_mean()
    {
        var sample = ReferenceRows.Sample(1_000);
        var runs = Enumerable.Range(0, 3)
            .Select(b => GradientBooster.Train(sample, Quick with { Seed = Quick.Seed + 7919 * b })).ToList();

        var together = GradientBooster.Train(sample, Quick with { Bags = 3 });

        together.Trees.Count.ShouldBe(3 * Quick.TreesMax);
        foreach (var row in ReferenceRows.Rows.Take(200))
            together.Margin(row).ShouldBe(runs.Average(r => r.Margin(row)), 1e-4f);
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(7_000, 2)]
    [InlineData(100_000, 1)]
    public void The_fewer_the_rows_the_more_runs(int rows, int runs) =>
        new BoostingOptions().BagsFor(rows).ShouldBe(runs);

    [Fact]
    public void Small_trees_are_taken_where_each_input_tells_a_little_and_large_ones_where_inputs_tell_together()
    {
        var each = Made((row, random) => random.Share() < 1 / (1 + Math.Exp(-2 * (row.Sum() - 5))) ? 1 : 0);
        var together = Made((row, random) => random.Share() < Checkered(row) ? 1 : 0);

        LeavesOf(GradientBooster.Train(each, new() { Bags = 1 })).ShouldBeLessThanOrEqualTo(5);
        LeavesOf(GradientBooster.Train(together, new() { Bags = 1 })).ShouldBeGreaterThan(5);
        LeavesOf(GradientBooster.Train(each, new() { Bags = 1, TriesSmallTrees = false })).ShouldBeGreaterThan(5);

        static double Checkered(double[] row) => (row[0] > 0.5 ^ row[1] > 0.5 ^ row[2] > 0.5) ? 0.9 : 0.1;

        static int LeavesOf(TreeEnsemble trees) =>
            trees.Trees.Max(t => Enumerable.Range(0, t.Value.Length).Count(t.IsLeaf));
    }

    [Theory]
    [InlineData(20_000, 2)]
    [InlineData(20_001, 1)]
    public void Small_trees_are_tried_where_there_are_few_rows(int rows, int ways) =>
        new BoostingOptions().WaysFor(rows).Count().ShouldBe(ways);

    [Fact]
    public void What_stops_growing_is_every_row_where_there_are_few_and_one_fold_where_there_are_many()
    {
        new BoostingOptions().FoldsToGrowFor(50_000).ShouldBe(4);
        new BoostingOptions().FoldsToGrowFor(50_001).ShouldBe(1);
        GradientBooster.TrainWithHeld(ReferenceRows.Sample(1_000), Stopping).Held.Rows
            .ShouldBe(Enumerable.Range(0, 1_000));
        var many = Made((row, random) => random.Share() < row[0] ? 1 : 0, rows: 50_001);

        var held = GradientBooster.TrainWithHeld(many, Stopping with { TreesMax = 2 }).Held;

        held.Rows.Length.ShouldBeInRange(12_500, 12_501);
        held.Margins.Length.ShouldBe(held.Rows.Length);
    }

    [Fact]
    public void The_loss_that_stops_growing_is_that_after_calibration()
    {
        var margins = ReferenceRows.Singles("margins.f32").Select(m => (double)m).ToArray();
        var best = new CalibrationLine(ReferenceRows.Target).LossOf(margins);

        // Margins twice too far say the same about the order of the cases.
        new CalibrationLine(ReferenceRows.Target).LossOf([.. margins.Select(m => 2 * m + 1)]).ShouldBe(best, 1e-3);
        best.ShouldBeLessThan(0.5104 * ReferenceRows.Count);
    }

    [Fact]
    public void Packed_trees_and_trees_walked_one_by_one_say_the_same()
    {
        var trees = GradientBooster.Train(ReferenceRows.Sample(3_000), Quick with { TreesMax = 23 });

        foreach (var row in ReferenceRows.Rows.Take(1_000))
            trees.Margin(row).ShouldBe(trees.MarginByWalking(row));
    }

    private static Sample Made(Func<double[], SeededRandom, double> outcome, int rows = 1_000)
    {
        var random = new SeededRandom(5);
        double[][] made = [.. Enumerable.Range(0, rows)
            .Select(_ => Enumerable.Range(0, 10).Select(_ => random.Share()).ToArray())];
        return new()
        {
            Columns = [.. Enumerable.Range(0, 10).Select(c => new Column($"x{c}", [.. made.Select(r => r[c])]))],
            Target = [.. made.Select(r => outcome(r, random))],
        };
    }

    private static (Sample Learnt, Sample Kept) Halves(Sample sample)
    {
        var (others, held) = Folds.Split(Folds.Of(sample, 2, seed: 1), 0);
        return (sample.At(others), sample.At(held));
    }

    private static double AucOf(TreeEnsemble trees, Sample sample)
    {
        var margins = new double[sample.Count];
        for (var r = 0; r < margins.Length; r++)
            margins[r] = trees.Margin([.. sample.Columns.Select(c => (float)c.Values[r])]);
        return Ranking.Of(margins, sample.Target).Auc;
    }
}
