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
                ("write_off_share", DefaultDefinition.InForce.ShareMin)], ignoreOrder: true);

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
