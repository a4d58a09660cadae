using System.Globalization;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;
using Risk.Scoring.Tests.Engine.Facts;
using Risk.Scoring.Tests.Engine.Features;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Scorecards;

public sealed class ScorecardModelTests
{
    private const string Prompt = "paid 2026-03-01 2026-03-01 100000 CNY";
    private const string Slow = "paid 2026-03-01 2026-03-23 100 CNY";
    private const string Solid = "statement 2025 current_assets=150 current_liabilities=100";

    [Fact]
    public void Points_probability_and_grades_are_as_the_table_says() => Table(
        s => string.Create(CultureInfo.InvariantCulture,
            $"{s.Points} {s.Probability:0.######} {s.ModelGrade} {s.Grade} {s.Confidence:0.##}"),
        $"""
        {Prompt}; {Solid} | 1000 0.01 A A 1
        {Slow}; {Solid} | 700 0.064 BB BB 1
        paid 2026-03-01 2026-05-30 100 CNY; {Solid} | 400 0.18 CCC CCC 1
        {Prompt}; statement 2025 current_assets=149 current_liabilities=100 | 800 0.046 A A 1
        {Prompt}; statement 2025 current_assets=99 current_liabilities=100 | 600 0.082 BB BB 1
        company country=CN | 350 0.22 CCC CCC 0
        {Solid} | 650 0.073 BB BB 0.4
        {Prompt} | 700 0.064 BB BB 0.6
        paid 2025-12-29 2025-12-29 100 CNY; {Solid} | 1000 0.01 A A 0.4
        {Prompt}; statement 2024-07-01..2025-06-29 current_assets=150 current_liabilities=100 | 1000 0.01 A A 0.6
        """);

    [Fact]
    public void Rules_limit_the_grade_beside_the_models_own() => Table(
        s => $"{s.ModelGrade} {s.Grade} {string.Join(' ', s.RulesChanging.Select(r => r.Name))}".TrimEnd(),
        $"""
        {Prompt}; {Solid}; legal DishonestDebtor 2025-01-01 | A CC DISHONEST
        {Prompt}; {Solid}; legal DishonestDebtor 2025-01-01 2026-01-01 | A A
        {Prompt}; {Solid}; unpaid 2026-04-02 40 CNY | A A
        {Prompt}; {Solid}; unpaid 2026-04-01 40 CNY | A D LATE
        {Prompt}; {Solid}; unpaid 2026-04-01 40 CNY; legal DishonestDebtor 2025-01-01 | A D LATE DISHONEST
        {Prompt}; {Solid}; statement 2025 current_assets=150 current_liabilities=100 opinion=Adverse recorded=2026-06-01 | A BB ADVERSE
        {Slow}; {Solid}; statement 2025 current_assets=150 current_liabilities=100 opinion=Adverse recorded=2026-06-01 | BB BB
        company since=2000-01-01 | CCC BB OLD_FRIEND
        {Prompt}; {Solid}; company since=2000-01-01 | A A
        company since=2000-01-01; legal DishonestDebtor 2025-01-01 | CCC CC DISHONEST OLD_FRIEND
        """);

    [Fact]
    public void The_probability_never_contradicts_a_grade_that_a_cap_has_worsened() => Table(
        s => string.Create(CultureInfo.InvariantCulture,
            $"{s.Grade} {s.Probability:0.######} {s.ModelProbability:0.######}"),
        $"""
        {Prompt}; {Solid} | A 0.01 0.01
        {Prompt}; {Solid}; unpaid 2026-04-01 40 CNY | D 1 0.01
        {Prompt}; {Solid}; statement 2025 current_assets=150 current_liabilities=100 opinion=Adverse recorded=2026-06-01 | BB 0.05 0.01
        {Slow}; {Solid}; statement 2025 current_assets=150 current_liabilities=100 opinion=Adverse recorded=2026-06-01 | BB 0.064 0.064
        company since=2000-01-01 | BB 0.22 0.22
        """);

    [Fact]
    public void Bins_begin_at_their_lower_edge() => Table(
        s => string.Join(' ', s.Factors.Select(f => f.Bin)),
        $"""
        {Prompt}; {Solid} | [80, ∞) [1.5, ∞)
        {Slow}; statement 2025 current_assets=14999 current_liabilities=10000 | [50, 80) [1, 1.5)
        unpaid 2026-01-01 5 CNY; statement 2025 current_assets=1 current_liabilities=2 | (−∞, 50) (−∞, 1)
        company country=CN | missing missing
        """);

    [Fact]
    public void A_model_may_refuse_to_score_without_a_factor()
    {
        var card = SmallCard.Read(SmallCard.Json.Replace(
            "\"policy\": \"penalty\", \"points\": 100", "\"policy\": \"refuse\"", StringComparison.Ordinal));

        var outcome = new ScorecardModel(card).Score(FactText.Read(Prompt));

        outcome.Result.ShouldBeNull();
        outcome.Lacking.Select(f => f.Name).ShouldBe(["current_ratio"]);
        new ScorecardModel(card).Score(FactText.Read($"{Prompt}; {Solid}")).Result!.Points.ShouldBe(1000);
    }

    [Fact]
    public void Points_of_the_shipped_model_always_add_up_to_the_score_within_its_scale()
    {
        var model = new ScoringModels().Champion;
        var rows = StatementTables.All.Concat(BehaviourTables.All).SelectMany(FeatureTable.Rows).Select(r => r[1]);
        foreach (var facts in rows)
        {
            var score = model.Score(FactText.Read(facts)).Result!;

            score.Factors.Sum(f => f.Points).ShouldBe(score.Points);
            score.Points.ShouldBeInRange(0, Scorecard.PointsMax);
            score.Factors.ShouldAllBe(f => f.Points >= 0 && f.PointsLost >= 0);
            score.ModelProbability.ShouldBe(score.Card.ProbabilityAt(score.Points));
            score.Probability.ShouldBeGreaterThanOrEqualTo(score.ModelProbability);
            if (score.Grade > score.ModelGrade && score.Grade != Grade.D)
                (score.Model.GradeOf(score.Probability + 0.000001m) >= score.Grade).ShouldBeTrue(facts);
        }
    }

    [Fact]
    public void Reasons_come_by_points_lost_and_are_at_most_four()
    {
        var score = new ScoringModels().Champion.Score(FactText.Read("unpaid 2026-01-01 5 CNY")).Result!;

        var reasons = score.Reasons.ToList();

        reasons.Count.ShouldBe(4);
        reasons.Select(r => r.PointsLost).ShouldBe(
            score.Factors.Select(f => f.PointsLost).OrderDescending().Take(4));
    }

    private static void Table(Func<ScoreResult, string> show, string table) =>
        FeatureTable.Rows(table).ShouldAllBe(row =>
            show(SmallCard.Model.Score(FactText.Read(row[0])).Result!) == row[1]);
}
