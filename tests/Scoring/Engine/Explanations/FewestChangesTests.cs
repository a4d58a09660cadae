using Risk.Scoring.Engine.Explanations;
using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;
using Risk.Scoring.Tests.Engine.Facts;
using Risk.Scoring.Tests.Engine.Scorecards;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Explanations;

public sealed class FewestChangesTests
{
    [Fact]
    public void One_change_is_taken_when_one_is_enough()
    {
        var next =
            Next("paid 2026-03-01 2026-03-01 100 CNY; statement 2025 current_assets=80 current_liabilities=100");

        next.Grade.ShouldBe(Grade.A);
        var change = next.Changes.ShouldHaveSingleItem();
        change.Feature.Name.ShouldBe("current_ratio");
        (change.Now.Amount, change.Needed, change.PointsGained).ShouldBe((0.8m, 1m, 200));
        change.Text.En.ShouldBe("Bring current ratio from 0.8 to at least 1");
        change.Text.Zh.ShouldBe("将流动比率由 0.8 改善至不低于 1");
    }

    [Fact]
    public void How_somebody_has_paid_cannot_be_changed_today()
    {
        // The index of 50 would have to be 80, and nothing else loses points.
        Next("paid 2026-03-01 2026-03-31 100 CNY; statement 2025 current_assets=150 current_liabilities=100")
            .ShouldBe(Counterfactual.None);
        string[] history = ["payment_index", "days_beyond_terms", "share_paid_late", "payment_trend_days",
            "dispute_share", "order_regularity"];
        history.ShouldAllBe(name => FeatureCatalogue.Find(name)!.IsImmutable);
    }

    [Fact]
    public void What_a_rule_requires_and_no_change_gives_leaves_no_promise()
    {
        var score = SmallCard.Model.Score(FactText.Read(
            "paid 2026-03-01 2026-03-01 100 CNY; statement 2025 current_assets=120 current_liabilities=100")).Result!;
        var debt = score.Factors[1] with
        {
            Factor = score.Factors[1].Factor with { Feature = "debt_to_assets", Bins = [new() { Points = 200 }] },
            Feature = FeatureCatalogue.Find("debt_to_assets")!,
            Value = FeatureValue.Known(1.2m, default),
        };
        var cap = new GradeRule
        {
            Name = "OVER_INDEBTED",
            Text = new("Debt", "债"),
            Feature = "debt_to_assets",
            ValueAtLeast = 1,
            GradeAtMost = Grade.CCC,
        };

        FewestChanges.ToNextGrade(score with
        {
            Grade = Grade.CCC,
            Factors = [score.Factors[0], debt],
            RulesApplying = [cap],
            RuleValues = new Dictionary<string, FeatureValue>(StringComparer.Ordinal)
            {
                ["debt_to_assets"] = FeatureValue.Known(1.2m, default),
            },
        }).ShouldBe(Counterfactual.None);
    }

    [Fact]
    public void What_is_missing_can_be_shown()
    {
        var next = Next("paid 2026-03-01 2026-03-01 100 CNY");

        next.Grade.ShouldBe(Grade.A);
        next.Changes.ShouldHaveSingleItem().Text.En.ShouldBe("Show current ratio of at least 1");
    }

    [Fact]
    public void The_best_grade_has_no_next_one() =>
        Next("paid 2026-03-01 2026-03-01 100 CNY; statement 2025 current_assets=150 current_liabilities=100")
            .ShouldBe(Counterfactual.None);

    [Fact]
    public void A_cap_that_the_customer_cannot_lift_leaves_no_way_up() =>
        Next("paid 2026-03-01 2026-03-01 100 CNY; legal DishonestDebtor 2025-01-01").ShouldBe(Counterfactual.None);

    [Fact]
    public void A_cap_that_the_customer_can_lift_is_part_of_the_way_up()
    {
        var next = Next("paid 2026-03-01 2026-03-01 90000 CNY; unpaid 2026-01-01 100 CNY; "
            + "statement 2025 current_assets=150 current_liabilities=100");

        next.Grade.ShouldBe(Grade.CCC);
        var change = next.Changes.ShouldHaveSingleItem();
        change.Text.En.ShouldBe("Bring oldest open item from 180 days to at most 89 days");
    }

    [Theory]
    [InlineData("company country=CN isic=C incorporated=2010-01-01")]
    [InlineData("paid 2026-03-01 2026-03-20 100 CNY; trade 2026-06-01 invoices=9; first 2024-01-01")]
    [InlineData("paid 2026-03-01 2026-05-20 100 CNY; company country=DE isic=G satisfaction=0.4")]
    [InlineData(
        "statement 2025 current_assets=80 current_liabilities=100 total_assets=200 total_liabilities=190 ebit=1 "
        + "interest_expense=2 net_income=-3 revenue=100 retained_earnings=-20 equity=10 opinion=Qualified")]
    [InlineData("statement 2025 total_assets=100 total_liabilities=120; paid 2026-03-01 2026-03-01 5 CNY")]
    public void The_changes_of_the_shipped_model_reach_the_grade_and_fewer_would_not(string facts)
    {
        var score = new ScoringModels().Champion.Score(FactText.Read(facts)).Result!;

        var next = FewestChanges.ToNextGrade(score);

        next.Grade.ShouldNotBeNull();
        next.Changes.ShouldNotBeEmpty();
        next.Changes.ShouldAllBe(c => !c.Feature.IsImmutable);
        Reaches(score, next.Changes, next.Grade.Value).ShouldBeTrue();
        foreach (var left in next.Changes)
            Reaches(score, [.. next.Changes.Where(c => c != left)], next.Grade.Value).ShouldBeFalse();
        var gains = score.Factors.Where(f => !f.Feature.IsImmutable).Select(f => f.PointsLost).OrderDescending();
        (score.Points + gains.Take(next.Changes.Count - 1).Sum())
            .ShouldBeLessThan(Math.Max(score.Card.PointsFor(next.Grade.Value)!.Value, score.Points + 1));
    }

    [Fact]
    public void The_search_finds_what_trying_everything_finds()
    {
        var random = new Random(20260101);
        for (var i = 0; i < 300; i++)
        {
            List<Moves> factors = [.. Enumerable.Range(0, 4).Select(_ => AnyMoves(random))];
            var lacking = random.Next(1, 40);

            var found = Search.Cheapest(factors, lacking);

            var best = TryAll(factors, lacking);
            (found is null).ShouldBe(best is null);
            if (found is not null)
                (found.Count, found.Sum(c => c.Effort)).ShouldBe(best!.Value);
        }
    }

    private static Counterfactual Next(string facts) =>
        FewestChanges.ToNextGrade(SmallCard.Model.Score(FactText.Read(facts)).Result!);

    /// <summary>Scores again with the values that the changes ask for.</summary>
    private static bool Reaches(ScoreResult score, IReadOnlyList<Change> changes, Grade goal)
    {
        var needed = changes.ToDictionary(c => c.Feature.Name, c => c.Needed);
        var points = score.Factors.Sum(f => needed.TryGetValue(f.Feature.Name, out var value)
            ? f.Factor.Bins[ScorecardModel.BinOf(f.Factor, value)].Points
            : f.Points);
        var rules = score.Model.Rules.Where(r => needed.TryGetValue(r.Feature, out var value)
            ? r.AppliesTo(value)
            : score.RulesApplying.Contains(r));
        return MasterScale.Limit(score.Card.GradeAt((int)points), rules).Grade <= goal;
    }

    private static Moves AnyMoves(Random random) => new(
        [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => new Change(
            FeatureCatalogue.All[0], FeatureValue.Known(0, default), 1)
        {
            PointsGained = random.Next(1, 20),
            Effort = random.Next(1, 50) / 10m,
        })],
        IsRequired: false);

    private static (int Count, decimal Effort)? TryAll(IReadOnlyList<Moves> factors, int lacking)
    {
        IEnumerable<IReadOnlyList<Change>> choices = [[]];
        foreach (var factor in factors)
        {
            choices = [.. choices.SelectMany(chosen =>
                factor.Options.Select(o => (IReadOnlyList<Change>)[.. chosen, o]).Append(chosen))];
        }
        return choices.Where(c => c.Sum(x => x.PointsGained) >= lacking)
            .Select(c => ((int, decimal)?)(c.Count, c.Sum(x => x.Effort)))
            .Order()
            .FirstOrDefault();
    }
}
