using System.Text.Json;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Engine.Validation;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Validation;

public sealed class MeasuresTests
{
    [Fact]
    public void Auc_brier_log_loss_and_ks_are_those_of_scikit_learn_and_scipy()
    {
        using var expected = JsonDocument.Parse(ReferenceRows.Bytes("sklearn.json"));
        double[] probabilities = [.. ReferenceRows.Singles("margins.f32").Select(m => 1 / (1 + Math.Exp(-m)))];

        var measures = Measures.Of(probabilities, ReferenceRows.Target, new TrainingOptions().Grades);

        measures.Ranking.Auc.ShouldBe(Number("auc"), 1e-9);
        measures.Brier.ShouldBe(Number("brier"), 1e-9);
        measures.LogLoss.ShouldBe(Number("log_loss"), 1e-9);
        measures.Ranking.Ks.ShouldBe(Number("ks"), 1e-9);
        measures.Grades.Sum(g => g.Count).ShouldBe(ReferenceRows.Count);
        measures.Lift[^1].Captured.ShouldBe(1, 1e-9);

        double Number(string name) => expected.RootElement.GetProperty(name).GetDouble();
    }

    [Fact]
    public void Four_cases_by_hand()
    {
        // Bad 0.8 and 0.4, good 0.6 and 0.2: three of four pairs stand right.
        var ranking = Ranking.Of([0.8, 0.6, 0.4, 0.2], [1, 0, 1, 0]);

        ranking.Auc.ShouldBe(0.75, 1e-12);
        ranking.Gini.ShouldBe(0.5, 1e-12);
        ranking.Ks.ShouldBe(0.5, 1e-12);
        // Placements of the bad ones 1 and ½, of the good ones ½ and 1: variance ⅛ each, over two cases each.
        ranking.StandardError.ShouldBe(Math.Sqrt(0.125 / 2 + 0.125 / 2), 1e-12);
    }

    [Fact]
    public void Equal_scores_count_half() => Ranking.Of([0.5, 0.5], [1, 0]).Auc.ShouldBe(0.5, 1e-12);

    [Fact]
    public void The_interval_holds_the_true_auc_about_nineteen_times_in_twenty()
    {
        var random = new SeededRandom(4);
        var held = 0;
        for (var run = 0; run < 400; run++)
        {
            // Scores of the bad ones are the greater of two draws, so a bad one is above a good one by chance of 2/3.
            double[] target = [.. Enumerable.Range(0, 200).Select(i => i < 60 ? 1.0 : 0.0)];
            double[] scores =
                [.. target.Select(t => t > 0 ? Math.Max(random.Share(), random.Share()) : random.Share())];
            var ranking = Ranking.Of(scores, target);
            held += ranking.AucLow <= 2 / 3.0 && 2 / 3.0 <= ranking.AucHigh ? 1 : 0;
        }
        held.ShouldBeInRange(365, 395);
    }

    [Fact]
    public void Stability_is_nothing_for_the_same_values_and_grows_with_the_move()
    {
        double[] values = [.. Enumerable.Range(0, 1_000).Select(i => i / 1_000.0)];

        Psi.Of(values, values).ShouldBe(0, 1e-9);
        Psi.Of(values, [.. values.Select(v => v + 0.05)]).ShouldBeInRange(0.01, 1);
        Psi.Of(values, [.. values.Select(v => v + 0.5)]).ShouldBeGreaterThan(Psi.Alarm);
        Psi.Of(values, [.. values.Select(v => v < 0.4 ? double.NaN : v)]).ShouldBeGreaterThan(Psi.Alarm);
    }

    [Fact]
    public void A_word_that_knows_the_outcome_is_told_and_rare_words_are_not_mistaken_for_it()
    {
        var random = new SeededRandom(6);
        double[] target = [.. Enumerable.Range(0, 1_000).Select(_ => random.Share() < 0.3 ? 1.0 : 0.0)];
        var sample = new Sample
        {
            Columns =
            [
                new("status", [.. target]) { Levels = ["P I F", "CHGOFF"] },
                new("town", [.. target.Select((_, i) => (double)(i % 400))])
                {
                    Levels = [.. Enumerable.Range(0, 400).Select(i => $"t{i}")],
                },
                new("loan_number", [.. target.Select((_, i) => 1_000_014_003.0 + 17 * i)]),
            ],
            Target = target,
        };

        Leakage.Of(sample, measures: null).Select(w => (w.Code, w.Input)).ShouldBe(
            [("KNOWS_THE_OUTCOME", "status"), ("IDENTIFIER", "loan_number")]);
    }

    [Fact]
    public void An_input_that_knows_the_outcome_is_told()
    {
        var random = new SeededRandom(6);
        double[] target = [.. Enumerable.Range(0, 500).Select(_ => random.Share() < 0.3 ? 1.0 : 0.0)];
        var sample = new Sample
        {
            Columns =
            [
                new("written_off", [.. target.Select(t => t * 1000 + random.Share())]),
                new("charged_on", [.. target.Select(t => t > 0 ? 1 : double.NaN)]),
                new("name", [.. target.Select((_, i) => (double)i)]) { Levels = [.. target.Select((_, i) => $"n{i}")] },
                new("honest", [.. target.Select(t => random.Share() + 0.3 * t)]),
            ],
            Target = target,
        };
        var measures = Measures.Of(sample.Columns[0].Values.Select(v => v / 1001).ToArray(), target,
            new TrainingOptions().Grades);

        Leakage.Of(sample, measures).Select(w => (w.Code, w.Input)).ShouldBe(
        [
            ("TOO_GOOD", null), ("KNOWS_THE_OUTCOME", "written_off"), ("MISSING_KNOWS_THE_OUTCOME", "charged_on"),
            ("IDENTIFIER", "name"),
        ], ignoreOrder: true);
    }

    [Fact]
    public void A_challenger_is_compared_on_the_same_cases_with_those_that_change_sides()
    {
        var target = ReferenceRows.Target[..2_000];
        var random = new SeededRandom(12);
        double[] good = [.. target.Select(t => 0.1 + 0.5 * random.Share() + 0.3 * t)];
        double[] poor = [.. target.Select(t => 0.1 + 0.8 * random.Share() + 0.05 * t)];
        var grades = new TrainingOptions().Grades;

        var compared = Comparison.Of(Measures.Of(poor, target, grades), Measures.Of(good, target, grades));

        compared.AucDifference.ShouldBeGreaterThan(0.2);
        compared.Chance.ShouldBeLessThan(1e-6);
        var half = compared.Swaps.Single(s => s.AcceptedShare == 0.5);
        half.SwappedIn.ShouldBe(half.SwappedOut);
        half.SwappedInRate.ShouldBeLessThan(half.SwappedOutRate);
        Comparison.Of(Measures.Of(good, target, grades), Measures.Of(good, target, grades)).Chance.ShouldBe(1, 1e-6);
    }
}
