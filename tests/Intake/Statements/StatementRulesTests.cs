using Risk.Intake.Rules;
using Risk.Intake.Statements;
using Shouldly;
using Xunit;

namespace Risk.Intake.Tests.Statements;

public sealed class StatementRulesTests
{
    private static readonly DateOnly Today = new(2025, 6, 30);

    [Theory]
    [InlineData("2024-01-01", "2024-12-31", "")]
    [InlineData("2024-01-01", "2025-06-30", "")]
    [InlineData("2024-01-01", "2024-01-01", "ENDS_BEFORE_IT_STARTS")]
    [InlineData("2023-12-31", "2025-06-30", "PERIOD_TOO_LONG")]
    [InlineData("2025-01-01", "2025-07-01", "IN_THE_FUTURE")]
    public void A_period_is_at_most_eighteen_months_and_past(string start, string end, string rule) =>
        Broken(s => (s.PeriodStart, s.PeriodEnd) = (DateOnly.Parse(start, null), DateOnly.Parse(end, null)))
            .ShouldBe(rule.Length == 0 ? [] : [rule]);

    [Theory]
    [InlineData(1000, 600, 400, true)]
    [InlineData(1000, 600, 410, true)]
    [InlineData(1000, 600, 411, false)]
    [InlineData(1000, 1300, -300, true)]
    [InlineData(0, 0, 1, false)]
    public void Assets_are_liabilities_and_equity_within_one_percent(
        int assets, int liabilities, int equity, bool holds) =>
        Broken(s => (s.TotalAssets, s.TotalLiabilities, s.Equity) = (assets, liabilities, equity))
            .ShouldBe(holds ? [] : ["DOES_NOT_BALANCE"]);

    [Fact]
    public void A_part_of_the_balance_that_is_unknown_is_not_zero() =>
        Broken(s => (s.TotalAssets, s.TotalLiabilities, s.Equity) = (1000, null, 400)).ShouldBeEmpty();

    [Fact]
    public void Costs_and_assets_are_not_negative_but_results_may_be()
    {
        Broken(s => s.CostOfSales = -1).ShouldBe(["NEGATIVE"]);
        Broken(s => s.Cash = -1).ShouldBe(["NEGATIVE"]);
        Broken(s => (s.NetIncome, s.Ebit, s.RetainedEarnings, s.OperatingCashFlow) = (-1, -2, -3, -4)).ShouldBeEmpty();
    }

    [Fact]
    public void A_currency_is_one_of_the_standard() =>
        Broken(s => s.CurrencyCode = "RMB").ShouldBe(["UNKNOWN_CURRENCY"]);

    private static string[] Broken(Action<Statement> change)
    {
        var statement = new Statement
        {
            StatementId = Guid.CreateVersion7(),
            PeriodStart = new(2024, 1, 1),
            PeriodEnd = new(2024, 12, 31),
            CurrencyCode = "CNY",
        };
        change(statement);
        var faults = new Faults();
        StatementRules.Check(statement, Today, faults);
        return [.. faults.All.Select(f => f.Rule)];
    }
}
