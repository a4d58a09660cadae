using Risk.Intake.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.CustomerFacts;

[Collection(ScoringCollection.Name)]
public sealed class KeepStatementWhenStatementFiledTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Lines_are_kept_and_those_not_shown_stay_unknown()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var statement = facts.Statement(endedDaysAgo: 100, currentAssets: "1234.5678", currentLiabilities: "0");
        statement.CashFlow = new CashFlow { Operating = new() { Value = "-3.5" } };

        await facts.Deliver(new StatementFiled { Statement = statement });

        (await scoring.SqlAsync<string>(
            "SELECT concat_ws(' ', current_assets, current_liabilities, operating_cash_flow, coalesce(cash::text, "
            + "'-'), audit_opinion) FROM statements WHERE statement_id = $1", Guid.Parse(statement.StatementId)))
            .ShouldBe("1234.5678 0 -3.5 - 2");
    }

    [Fact]
    public async Task Of_one_period_the_statement_filed_last_counts()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await facts.Deliver(new StatementFiled { Statement = facts.Statement(100, currentAssets: "50") });
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));
        await facts.Deliver(new StatementFiled { Statement = facts.Statement(100, currentAssets: "170") });

        var score = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        var explained = await scoring.Client.Scores.ExplainScoreAsync(new() { ScoreId = score.ScoreId });
        explained.Factors.Single(f => f.Factor == "current_ratio").Value.Value.ShouldBe("1.7");
    }
}
