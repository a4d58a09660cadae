using Risk.Scoring.Engine.Explanations;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Engine.Training;
using Risk.Scoring.Tests.Engine.Models;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Explanations;

/// <summary>The way to the next grade by a trained scorecard.</summary>
public sealed class CompiledChangesTests
{
    private static readonly ScorecardModel Model =
        new(CompiledScorecard.Of(TrainedOnFeatures.Model(ModelKind.Scorecard), []));

    [Fact]
    public void The_changes_reach_the_next_grade_and_no_fewer_do()
    {
        var found = 0;
        foreach (var customer in TrainedOnFeatures.Customers(300, seed: 41))
        {
            var values = Names.Zip(customer).ToDictionary(
                v => v.First, v => v.Second.IsKnown ? v.Second.Amount : (decimal?)null, StringComparer.Ordinal);
            var score = Score(values);

            var next = FewestChanges.ToNextGrade(score);

            if (next.Grade is not { } goal)
                continue;
            found++;
            next.Changes.ShouldNotContain(c => c.Feature.IsImmutable);
            foreach (var change in next.Changes)
                values[change.Feature.Name] = change.Needed;
            var after = Score(values);
            (after.Grade <= goal).ShouldBeTrue();
            (after.Points - score.Points).ShouldBe(next.Changes.Sum(c => c.PointsGained));
            foreach (var left in next.Changes)
            {
                var without = new Dictionary<string, decimal?>(values, StringComparer.Ordinal)
                {
                    [left.Feature.Name] = left.Now.IsKnown ? left.Now.Amount : null,
                };
                (Score(without).Grade <= goal).ShouldBeFalse("each change is needed");
            }
        }
        found.ShouldBeGreaterThan(150);
    }

    private static IEnumerable<string> Names => TrainedOnFeatures.Model(ModelKind.Trees).Inputs.Select(i => i.Name);

    private static ScoreResult Score(IReadOnlyDictionary<string, decimal?> values) =>
        Model.Score(new FactSheet
        {
            AsOf = new(2026, 6, 30),
            Assumed = values.ToDictionary(
                v => v.Key,
                v => v.Value is { } amount
                    ? FeatureValue.Known(amount, new(2026, 6, 30))
                    : FeatureValue.Missing(MissingReason.NotStated),
                StringComparer.Ordinal),
        }).Result!;
}
