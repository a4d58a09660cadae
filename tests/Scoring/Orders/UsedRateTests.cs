using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

[Collection(ScoringCollection.Name)]
public sealed class UsedRateTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_rate_is_named_with_its_age_and_one_that_is_too_old_for_the_grade_is_no_verdict()
    {
        var (buyer, other) = (await Buyer.WithLimit(scoring, 1000), await Buyer.WithLimit(scoring, 1000));
        await Rate("THB", "0.7", buyer.Today.AddDays(-30));
        await Rate("ZAR", "0.7", buyer.Today.AddDays(-31));

        var known = await scoring.Client.Orders.CheckOrderAsync(buyer.Order(100, "SO-1", "THB"));
        var stale = await scoring.Client.Orders.CheckOrderAsync(other.Order(100, "SO-2", "ZAR"));

        known.Outcome.ShouldBe(OrderOutcome.Approved);
        var used = known.Rates.Single();
        (used.FromCurrencyCode, used.ToCurrencyCode, used.Factor.Value.TrimEnd('0'), used.AgeDays, used.Stale)
            .ShouldBe(("THB", "CNY", "0.7", 30, false));
        (stale.Outcome, stale.FailOpen, stale.Reservation).ShouldBe((OrderOutcome.NotEvaluated, false, null));
        (stale.Rates.Single().AgeDays, stale.Rates.Single().Stale).ShouldBe((31, true));
        var limit = stale.Checks.Single(c => c.Check == OrderCheck.Limit);
        (limit.Reason, limit.Input).ShouldBe(("RATE_STALE", $"ZAR/CNY of {buyer.Today.AddDays(-31):yyyy-MM-dd}"));
        foreach (var given in (OrderVerdict[])[known, stale])
        {
            (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = given.VerdictId })).Equal
                .ShouldBeTrue();
        }
    }

    private async Task Rate(string currency, string rate, DateOnly day) =>
        await scoring.Client.ExchangeRates.PutExchangeRatesAsync(new()
        {
            ExchangeRates =
            {
                new ExchangeRate
                {
                    FromCurrencyCode = currency,
                    ToCurrencyCode = "CNY",
                    Rate = new() { Value = rate },
                    ValidOn = Amounts.ToContract(day),
                    Source = "ECB",
                },
            },
        });
}
