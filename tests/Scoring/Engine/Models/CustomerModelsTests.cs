using System.Text;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Tests.Engine.Facts;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Models;

public sealed class CustomerModelsTests
{
    private const string Facts =
        "company country=CN isic=C incorporated=2011-03-15; "
        + "statement 2025 current_assets=1900 total_assets=3400 current_liabilities=1450 total_liabilities=2100; "
        + "paid 2026-03-31 2026-04-15 400 CNY; paid 2026-04-30 2026-04-28 350 CNY";

    public static TheoryData<string> Kinds => [.. Enum.GetNames<ModelKind>()];

    [Fact]
    public void A_compiled_scorecard_gives_every_customer_the_points_and_probability_of_the_trained_one()
    {
        var file = TrainedOnFeatures.Model(ModelKind.Scorecard);
        var (trained, compiled) = (new FittedModel(file), CompiledScorecard.Of(file, []));
        var factors = compiled.Factors.ToDictionary(f => f.Feature, StringComparer.Ordinal);
        var inputs = TrainedOnFeatures.Model(ModelKind.Trees).Inputs;
        var places = file.Inputs.Select(i => inputs.Select(x => x.Name).ToList().IndexOf(i.Name)).ToArray();

        foreach (var values in TrainedOnFeatures.Customers(5_000))
        {
            var own = places.Select(p => values[p]).ToArray();
            var row = TrainedModel.RowOf(own);
            var points = file.Inputs.Select((input, i) => own[i].IsKnown
                ? factors[input.Name].Bins[ScorecardModel.BinOf(factors[input.Name], own[i].Amount)].Points
                : factors[input.Name].Missing.Points).Sum();
            points.ShouldBe(trained.Points(row)!.Value);
            ((double)compiled.ProbabilityAt(points)).ShouldBe(trained.Probability(row), 0.000_000_6);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_model_of_any_kind_scores_a_customer_whose_points_add_up(string kind)
    {
        var json = Encoding.UTF8.GetBytes(TrainedOnFeatures.Json(Enum.Parse<ModelKind>(kind)));

        var model = CustomerModels.Read(new("of-ours", 7), json, TrainedOnFeatures.Rules).Model;
        var score = model.Score(FactText.Read(Facts)).Result!;

        (score.Model.Name, score.Model.Version).ShouldBe(("of-ours", 7));
        (score.PointsBase + score.Factors.Sum(f => f.Points)).ShouldBe(score.Points);
        score.Points.ShouldBeInRange(1, 999);
        score.ModelGrade.ShouldBe(score.Model.GradeOf(score.ModelProbability));
        score.Confidence.ShouldBeGreaterThan(0.5m);
        score.Reasons.ShouldNotBeEmpty();
        score.Model.Groups.SelectMany(g => g.Factors).Count().ShouldBe(score.Factors.Count);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_rules_of_the_software_limit_a_model_that_has_none_and_its_own_take_their_place(string kind)
    {
        var file = TrainedOnFeatures.Model(Enum.Parse<ModelKind>(kind));
        var facts = FactText.Read($"{Facts}; legal DishonestDebtor 2026-01-05");

        ScoreResult Score(ModelFile of) =>
            CustomerModels.Read(new("m", 1), ModelFileReader.Write(of), TrainedOnFeatures.Rules)
                .Model.Score(facts).Result!;

        Score(file).Grade.ShouldBe(Grade.CC);
        Score(file).RulesChanging.ShouldHaveSingleItem().Name.ShouldBe("DISHONEST_DEBTOR");
        Score(file with { Rules = [] }).Grade.ShouldBe(Score(file).ModelGrade);
    }

    [Fact]
    public void An_expert_scorecard_is_known_by_its_groups()
    {
        var json = Risk.Scoring.Models.ScoringModels.ShippedDefinition();

        var read = CustomerModels.Read(new("renamed", 3), json, []);

        read.Kind.ShouldBe(CustomerModelKind.ExpertScorecard);
        (read.Model.Frame.Name, read.Model.Frame.Version).ShouldBe(("renamed", 3));
        CustomerModels.NameIn(json).ShouldBe("expert");
    }

    [Theory]
    [InlineData("inputs[0]: there is no feature mood", "\"days_beyond_terms\"", "\"mood\"")]
    [InlineData("grades: the last one goes up to a probability of 1",
        "\"probability_max\":1}", "\"probability_max\":0.9}")]
    [InlineData("inputs[0]: days_beyond_terms has version 1, not 2",
        "\"name\":\"days_beyond_terms\",\"feature_version\":1",
        "\"name\":\"days_beyond_terms\",\"feature_version\":2")]
    [InlineData("tree 0: node 0: its cover is -", "\"cover\":[", "\"cover\":[-")]
    [InlineData("calibration: its slope", "\"slope\":", "\"slope\":-")]
    public void What_is_wrong_with_a_model_is_said_with_its_place(string fault, string here, string other)
    {
        var json = TrainedOnFeatures.Json(ModelKind.Trees);
        json.ShouldContain(here);

        Should.Throw<ModelException>(() => CustomerModels.Read(
            new("m", 1), Encoding.UTF8.GetBytes(json.Replace(here, other, StringComparison.Ordinal)), []))
            .Faults.ShouldContain(f => f.StartsWith(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_that_gives_somebody_no_finite_score_is_refused()
    {
        var file = TrainedOnFeatures.Model(ModelKind.Logistic);
        var steep = file with
        {
            Logistic = file.Logistic! with
            {
                Terms = [.. file.Logistic!.Terms.Select(t => t with { Coefficient = 1e305, Deviation = 1e-300 })],
            },
        };

        Should.Throw<ModelException>(() => CustomerModels.Read(new("m", 1), ModelFileReader.Write(steep), []))
            .Faults.ShouldContain(f => f.EndsWith("gets no finite score", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("scorecard.scale: points_to_double_odds", "\"points_to_double_odds\":40",
        "\"points_to_double_odds\":0")]
    [InlineData("scorecard.scale: points_to_double_odds", "\"points_to_double_odds\":40",
        "\"points_to_double_odds\":-40")]
    [InlineData("scorecard.scale: base_odds", "\"base_odds\":30", "\"base_odds\":0")]
    [InlineData("characteristic ", "\"coefficient\":-", "\"coefficient\":")]
    public void A_scorecard_on_a_scale_that_means_nothing_is_refused(string fault, string here, string other)
    {
        var json = TrainedOnFeatures.Json(ModelKind.Scorecard);
        json.ShouldContain(here);

        Should.Throw<ModelException>(() => CustomerModels.Read(
            new("m", 1), Encoding.UTF8.GetBytes(json.Replace(here, other, StringComparison.Ordinal)), []))
            .Faults.ShouldContain(f => f.StartsWith(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_that_stands_twice_is_refused()
    {
        var rule = TrainedOnFeatures.Rules[0];
        var file = TrainedOnFeatures.Model(ModelKind.Trees) with { Rules = [rule, rule] };

        Should.Throw<ModelException>(() => CustomerModels.Read(new("m", 1), ModelFileReader.Write(file), []))
            .Faults.ShouldContain($"rule {rule.Name}: stands twice");
    }

    [Fact]
    public void What_is_missing_lowers_the_confidence_by_what_rests_on_it()
    {
        foreach (var kind in (ModelKind[])[ModelKind.Logistic, ModelKind.Trees, ModelKind.Ensemble])
        {
            var model = TrainedOnFeatures.Scoring(kind);
            var age = model.Score(FactText.Read("company incorporated=2006-06-30")).Result!.Confidence;
            var more = model.Score(FactText.Read("company incorporated=2006-06-30; "
                + "statement 2025 current_assets=150 current_liabilities=100 total_assets=200 total_liabilities=90"))
                .Result!.Confidence;

            age.ShouldBeInRange(0.0001m, 0.4m);
            more.ShouldBeInRange(age + 0.1m, 0.99m);
            model.Score(FactText.Read("")).Result!.Confidence.ShouldBe(0);
        }
    }

    [Fact]
    public void A_scorecard_whose_points_leave_the_scale_is_refused()
    {
        var file = TrainedOnFeatures.Model(ModelKind.Scorecard);
        var first = file.Scorecard!.Characteristics[0];
        var high = file with
        {
            Scorecard = file.Scorecard with
            {
                Characteristics =
                    [first with { Points = [.. first.Points.Select(p => p + 900)] },
                        .. file.Scorecard.Characteristics.Skip(1)],
            },
        };

        Should.Throw<ModelException>(() => CustomerModels.Read(new("m", 1), ModelFileReader.Write(high), []))
            .Faults.ShouldHaveSingleItem().ShouldStartWith("scorecard.scale: its points go from");
    }
}
