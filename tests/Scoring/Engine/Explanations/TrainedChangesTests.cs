using Risk.Scoring.Engine.Explanations;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Tests.Engine.Models;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Explanations;

public sealed class TrainedChangesTests
{
    public static TheoryData<string> Kinds => new(nameof(ModelKind.Trees), nameof(ModelKind.Logistic),
        nameof(ModelKind.Ensemble));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_changes_reach_the_next_grade_are_feasible_and_leave_what_cannot_be_changed(string kind)
    {
        var model = TrainedOnFeatures.Scoring(Enum.Parse<ModelKind>(kind));
        var found = 0;
        foreach (var customer in TrainedOnFeatures.Customers(60, seed: 23))
        {
            var values = ValuesOf(model, customer);
            var judged = JudgedOf(model, values);

            var next = TrainedChanges.ToNextGrade(model, judged);

            next.Changes.ShouldNotContain(c => c.Feature.IsImmutable);
            next.Changes.Count.ShouldBeLessThanOrEqualTo(FewestChanges.ChangesMax);
            next.Changes.ShouldAllBe(c => !c.Now.IsKnown || (c.Feature.Better == Better.Higher
                ? c.Needed > c.Now.Amount
                : c.Needed < c.Now.Amount));
            next.Changes.ShouldAllBe(c => c.Needed == c.Feature.Fit(c.Needed) && c.Text.Zh.Length > 0);
            if (next.Grade is not { } goal)
                continue;
            found++;
            (Grade(model, values, next.Changes.Select(c => (c.Feature.Name, c.Needed))) <= goal).ShouldBeTrue();
            var before = model.Judge(RowOf(values, [])).Points;
            next.Changes.Sum(c => c.PointsGained).ShouldBe(
                model.Judge(RowOf(values, next.Changes.Select(c => (c.Feature.Name, c.Needed)))).Points - before);
        }
        found.ShouldBeGreaterThan(40);
    }

    [Fact]
    public void Where_one_change_is_enough_it_is_the_smallest_and_where_none_is_there_are_more()
    {
        var model = TrainedOnFeatures.Scoring(ModelKind.Trees);
        var (single, several) = (0, 0);
        foreach (var customer in TrainedOnFeatures.Customers(60, seed: 31))
        {
            var values = ValuesOf(model, customer);
            var judged = JudgedOf(model, values);
            if (FewestChanges.NextBetter(model.Frame, judged.Grade) is not { } goal)
                continue;

            var next = TrainedChanges.ToNextGrade(model, judged);

            var best = TryEverySingleChange(model, values, goal);
            if (next.Changes.Count == 1)
            {
                single++;
                best.ShouldNotBeNull().ShouldBe(next.Changes[0].Effort);
            }
            else
            {
                several += next.Changes.Count > 1 ? 1 : 0;
                best.ShouldBeNull();
            }
        }
        (single > 5, several > 5).ShouldBe((true, true));
    }

    [Fact]
    public void What_a_rule_asks_for_comes_first_and_a_rule_that_cannot_be_met_leaves_no_way()
    {
        var model = TrainedOnFeatures.Scoring(ModelKind.Trees);
        var values = ValuesOf(model, TrainedOnFeatures.Customers(1, seed: 3).Single());
        foreach (var (name, value) in (IEnumerable<(string, decimal)>)[("days_beyond_terms", 0), ("overdue_share", 0),
            ("current_ratio", 2), ("company_age_years", 20), ("debt_to_assets", 1.02m)])
        {
            values[name] = FeatureValue.Known(value, default);
        }
        var indebted = model.Frame.Rules.Single(r => r.Name == "OVER_INDEBTED");
        var ceiling = model.Frame.Rules.Single(r => r.Name == "COUNTRY_CEILING");

        Counterfactual Next(GradeRule rule, decimal value) => TrainedChanges.ToNextGrade(model, new()
        {
            Grade = Risk.Scoring.Engine.Scorecards.Grade.B,
            Values = values,
            RulesApplying = [rule],
            RuleValues = new Dictionary<string, FeatureValue>(StringComparer.Ordinal)
            {
                [rule.Feature] = FeatureValue.Known(value, default),
            },
        });

        Next(indebted, 1.02m).Changes.ShouldContain(c => c.Feature.Name == "debt_to_assets" && c.Needed < 1);
        Next(ceiling, 7).ShouldBe(Counterfactual.None);
    }

    private static Dictionary<string, FeatureValue> ValuesOf(TrainedModel model, FeatureValue[] customer)
    {
        var names = TrainedOnFeatures.Model(ModelKind.Trees).Inputs.Select(i => i.Name).ToList();
        return model.Features.ToDictionary(f => f.Name, f => customer[names.IndexOf(f.Name)], StringComparer.Ordinal);
    }

    private static Judged JudgedOf(TrainedModel model, Dictionary<string, FeatureValue> values) => new()
    {
        Grade = Grade(model, values, []),
        Values = values,
        RulesApplying = [],
        RuleValues = new Dictionary<string, FeatureValue>(StringComparer.Ordinal),
    };

    private static double[] RowOf(
        Dictionary<string, FeatureValue> values, IEnumerable<(string Name, decimal Value)> changes)
    {
        var changed = new Dictionary<string, FeatureValue>(values, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
            changed[name] = FeatureValue.Known(value, default);
        return TrainedModel.RowOf(changed.Values);
    }

    private static Grade Grade(
        TrainedModel model, Dictionary<string, FeatureValue> values, IEnumerable<(string, decimal)> changes) =>
        model.Frame.GradeOf(model.Judge(RowOf(values, changes)).Probability);

    /// <summary>Every step of every input that can be changed; the least effort that reaches the goal.</summary>
    private static decimal? TryEverySingleChange(
        TrainedModel model, Dictionary<string, FeatureValue> values, Grade goal)
    {
        decimal? best = null;
        foreach (var feature in model.Features.Where(f => !f.IsImmutable))
        {
            var edges = InputEdges.Of(model.Data, feature);
            var steps = new TrainedSteps(model, [.. values.Values],
                new Dictionary<string, decimal?>(StringComparer.Ordinal));
            var place = model.Features.Select(f => f.Name).ToList().IndexOf(feature.Name);
            foreach (var edge in edges)
            {
                var now = values[feature.Name];
                var better = !now.IsKnown || (feature.Better == Better.Higher ? edge > now.Amount : edge < now.Amount);
                if (!better || Grade(model, values, [(feature.Name, edge)]) > goal)
                    continue;
                var effort = steps.Effort(new InputStep(place, edge));
                best = best is { } least ? Math.Min(least, effort) : effort;
            }
        }
        return best;
    }
}
