using Risk.Scoring.Engine.Features;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;
using Risk.Scoring.Tests.Engine.Facts;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Engine.Features;

public sealed class DefaultDefinitionTests
{
    private static readonly ScorecardModel Expert = new ScoringModels().Champion;

    [Fact]
    public void The_shipped_rules_of_default_have_the_thresholds_of_the_definition() =>
        Expert.Frame.Rules.Where(r => r.GradeAtMost == Grade.D).Select(r => (r.Feature, r.ValueAtLeast)).ShouldBe(
            [("insolvency_standing", 1m), ("overdue_90_share", DefaultDefinition.InForce.ShareMin),
                ("write_off_share", DefaultDefinition.InForce.ShareMin),
                ("rescheduled_share", DefaultDefinition.InForce.ShareMin)], ignoreOrder: true);

    [Fact]
    public void Who_is_in_default_by_the_definition_is_in_grade_D_and_nobody_else()
    {
        foreach (var facts in (string[])[
            "paid 2026-01-01 2026-01-01 100000 CNY; unpaid 2026-03-01 20000 CNY", "legal Insolvency 2026-01-01",
            "paid 2026-01-01 2026-01-01 100000 CNY; written-off 2026-06-01 2026-06-10 20000 CNY",
            "paid 2026-01-01 2026-01-01 100000 CNY; rescheduled 2026-02-01 20000 CNY",
            "paid 2026-01-01 2026-01-01 100000 CNY; unpaid 2026-06-01 20000 CNY",
            "paid 2026-01-01 2026-01-01 100000 CNY; rescheduled 2026-02-01 2000 CNY",
            "paid 2026-01-01 2026-01-01 100000 CNY; written-off 2026-06-01 2026-06-10 3000 CNY"])
        {
            var sheet = FactText.Read(facts);
            (Expert.Score(sheet).Result!.Grade == Grade.D).ShouldBe(
                DefaultShares.CauseOf(sheet, DefaultDefinition.InForce) is not null, facts);
        }
    }

    [Fact]
    public void A_group_head_in_default_caps_its_members()
    {
        var capped = Expert.Score(FactText.Read("head D 2026-06-01")).Result!;

        (capped.Grade, capped.RulesChanging.Single().Name).ShouldBe((Grade.CC, "GROUP_HEAD_IN_DEFAULT"));
        Expert.Score(FactText.Read("head C 2026-06-01")).Result!.RulesApplying.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_customer_itself_keeps_back_counts_as_the_worse_half_of_those_who_file_it()
    {
        var filed = Expert.Frame.Factors.Where(f => f.Missing.Policy != MissingPolicy.Refuse
            && FeatureCatalogue.Find(f.Feature)!.Needs.HasFlag(Needs.Statement)).ToList();

        filed.Count.ShouldBe(11);
        filed.ShouldAllBe(f => f.Missing.Policy == MissingPolicy.Penalty
            && f.Missing.Points <= f.Bins.Select(b => b.Points).Order().Take(f.Bins.Count / 2).Average());
        const string weak = "statement 2025 recorded=2026-04-20 current_assets=85 cash=12 current_liabilities=100 "
            + "total_assets=200 total_liabilities=165 equity=35 retained_earnings=5 revenue=300 ebit=9 net_income=2 "
            + "interest_expense=7 operating_cash_flow=8 opinion=Qualified";
        Points(weak).ShouldBeGreaterThan(Points("company country=CN"));
    }

    [Fact]
    public void Losing_money_and_breaking_promises_cost_points()
    {
        const string paid = "paid 2026-01-01 2026-01-01 1000000 CNY";

        Lost($"{paid}; written-off 2026-06-20 2026-06-25 20000 CNY", "write_off_share").ShouldBe(12);
        Lost($"{paid}; promise 2026-05-01 2026-05-15 100 CNY paid=99", "promises_broken_12_months").ShouldBe(8);

        static decimal Lost(string facts, string factor) => Expert.Score(FactText.Read(facts)).Result!.Factors
            .Single(f => f.Feature.Name == factor).PointsLost;
    }

    [Theory]
    [InlineData("paid 2026-01-01 2026-01-01 1000000 CNY; unpaid 2025-09-01 90000 CNY", "D")]
    [InlineData("paid 2026-01-01 2026-01-01 1000000 CNY; written-off 2025-09-01 2026-06-01 90000 CNY", "D")]
    [InlineData("paid 2026-01-01 2026-01-01 10000000 CNY; unpaid 2026-03-27 1 USD", "")]
    [InlineData("paid 2026-01-01 2026-01-01 1000 CNY; unpaid 2026-03-27 100 CNY", "")]
    public void Losing_the_money_heals_nobody_and_a_trifle_is_no_default(string facts, string grade)
    {
        var score = Expert.Score(FactText.Read(facts)).Result!;

        (score.Grade == Grade.D).ShouldBe(grade == "D");
        (score.Probability == 1).ShouldBe(grade == "D");
    }

    [Fact]
    public void No_legal_record_ever_adds_points()
    {
        var clean = Points("company country=CN");

        foreach (var record in new[] { "legal Lawsuit 2026-01-01", "legal Pledge 2020-01-01",
            "legal Lawsuit 2022-01-01",
            "legal Enforcement 2019-01-01 2020-01-01", "legal AdministrativePenalty 2026-02-01" })
        {
            Points(record).ShouldBeLessThanOrEqualTo(clean, record);
        }
    }

    [Theory]
    [InlineData("statement 2026-01-01..2026-01-31 opinion=Unaudited revenue=90 cash=20")]
    [InlineData("statement 2026-01-01..2026-04-30 opinion=Unaudited revenue=90 cash=20")]
    public void A_newer_thinner_statement_shakes_off_no_cap(string thin)
    {
        const string bad = "statement 2025 recorded=2026-04-20 opinion=Adverse total_liabilities=120 total_assets=100";

        string[] caps = [.. Expert.Score(FactText.Read($"{bad}; {thin}")).Result!.RulesApplying.Select(r => r.Name)];

        caps.ShouldBe(["OVER_INDEBTED", "ADVERSE_OPINION"]);
    }

    private static int Points(string facts) => Expert.Score(FactText.Read(facts)).Result!.Points;
}
