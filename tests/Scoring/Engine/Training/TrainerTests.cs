using Risk.Scoring.Engine.Calibration;
using Risk.Scoring.Engine.Classing;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Samples;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Engine.Validation;
using Risk.Scoring.Tests.Engine.Reference;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Training;

public sealed class TrainerTests
{
    private static readonly Sample Learnt = ReferenceRows.Sample(3_000);
    private static readonly Sample Kept = ReferenceRows.Sample().At([.. Enumerable.Range(3_000, 3_000)]);

    public static TheoryData<string> Kinds => [.. Enum.GetNames<ModelKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_model_of_any_kind_predicts_what_it_has_not_seen_and_survives_being_written(string kind)
    {
        var model = Train(Options(kind));

        var measures = Measures.Of(Trainer.Probabilities(model, Kept), Kept.Target, model.Data.Grades);

        measures.Ranking.Auc.ShouldBeGreaterThan(0.7);
        measures.Probabilities.Average().ShouldBe(Kept.Target.Average(), 0.03);
        var read = new FittedModel(ModelFileReader.Read("again", ModelFileReader.Write(model.Data)));
        Trainer.Probabilities(read, Kept).ShouldBe(measures.Probabilities);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Effects_add_up(string kind)
    {
        var model = Train(Options(kind));
        foreach (var row in Rows(model, 100))
        {
            var effects = model.Effects(row).Sum(e => e.Effect);
            if (model.Points(row) is { } points)
                effects.ShouldBe(points);
            else
                (model.Middle + effects).ShouldBe(model.Margin(row), 1e-5);
        }
    }

    [Fact]
    public void Effects_of_an_ensemble_with_isotonic_steps_add_up_too()
    {
        var model = Train(Options("Ensemble") with
        {
            Calibration = Risk.Scoring.Engine.Calibration.CalibrationKind.Isotonic,
        });

        foreach (var row in Rows(model, 100))
            (model.Middle + model.Effects(row).Sum(e => e.Effect)).ShouldBe(model.Margin(row), 1e-5);
        model.Data.Ensemble!.ShouldContain(m => m.Model.Calibration.Steps.Count > 0);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_seed_gives_the_same_model(string kind) =>
        ModelFileReader.Write(Train(Options(kind)).Data).ShouldBe(ModelFileReader.Write(Train(Options(kind)).Data));

    [Fact]
    public void A_scorecard_has_few_characteristics_that_go_one_way_and_points_that_double_the_odds()
    {
        var card = Train(Options("Scorecard")).Data.Scorecard!;

        card.Characteristics.Count.ShouldBeInRange(1, 20);
        card.Characteristics.ShouldAllBe(c => c.Coefficient <= 0);
        (card.Scale.MarginAt(600) - card.Scale.MarginAt(640)).ShouldBe(Math.Log(2), 1e-12);
        Math.Exp(-card.Scale.MarginAt(600)).ShouldBe(30, 1e-9);
        foreach (var characteristic in card.Characteristics)
        {
            var ranges = characteristic.Of.Classes.Zip(characteristic.Points)
                .Where(c => c.First.Kind == ClassKind.Range).ToList();
            ranges.Zip(ranges.Skip(1)).ShouldAllBe(r =>
                characteristic.Of.Direction * (r.Second.Second - r.First.Second) <= 0);
        }
    }

    [Fact]
    public void A_direction_that_is_given_is_kept()
    {
        var options = Options("Scorecard");
        var against = options with
        {
            Classing = options.Classing with { Directions = new Dictionary<string, int> { ["f0"] = -1 } },
        };

        Train(options).Data.Inputs.ShouldContain(i => i.Name == "f0");
        Train(against).Data.Inputs.ShouldNotContain(i => i.Name == "f0");
    }

    [Fact]
    public void Steps_calibrate_as_well_as_parameters()
    {
        var platt = LossOf(Options("Logistic"));
        var steps = LossOf(Options("Logistic") with { Calibration = CalibrationKind.Isotonic });

        steps.ShouldBe(platt, 0.03);
    }

    [Fact]
    public void A_sample_with_too_few_bad_cases_is_refused() =>
        Should.Throw<TrainingException>(() => Trainer.Train(Learnt with { Target = new double[Learnt.Count] }, new()))
            .Message.ShouldContain("0 bad cases");

    private static TrainingOptions Options(string kind) => new()
    {
        Kind = Enum.Parse<ModelKind>(kind),
        Boosting = new() { TreesMax = 60, LearningRate = 0.1, Patience = 10, StoppingFolds = 2 },
    };

    private static FittedModel Train(TrainingOptions options) => new(Trainer.Train(Learnt, options));

    private static double LossOf(TrainingOptions options)
    {
        var model = Train(options);
        return Measures.Of(Trainer.Probabilities(model, Kept), Kept.Target, model.Data.Grades).LogLoss;
    }

    private static IEnumerable<double[]> Rows(FittedModel model, int count)
    {
        var columns = model.Data.Inputs.Select(i => Kept.Columns.Single(c => c.Name == i.Name)).ToList();
        return Enumerable.Range(0, count).Select(r => columns.Select(c => c.Values[r]).ToArray());
    }
}
