using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ExchangeRates;

[Collection(ScoringCollection.Name)]
public sealed class PutExchangeRatesTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_rate_of_the_same_pair_day_and_source_is_replaced()
    {
        await Put(Rate("NOK", "SEK", "1.01"), Rate("NOK", "SEK", "1.02"));

        (await Put(Rate("NOK", "SEK", "1.03"))).Recorded.ShouldBe(1);

        (await scoring.SqlAsync<decimal>(
            "SELECT rate FROM exchange_rates WHERE from_currency_code = 'NOK' AND to_currency_code = 'SEK'"))
            .ShouldBe(1.03m);
        (await scoring.PublishedAsync<ExchangeRatesRecorded>("exchange-rates"))
            .Where(told => told.ExchangeRates.Any(r => r.FromCurrencyCode == "NOK"))
            .Select(told => told.ExchangeRates.Single().Rate.Value).ShouldBe(["1.02", "1.03"]);
    }

    [Fact]
    public async Task What_is_wrong_with_rates_is_told_field_by_field_and_nothing_is_recorded()
    {
        var wrong = Rate("DKK", "DKK", "0");
        wrong.ValidOn.Value = "31.01.2026";
        wrong.Source = "";

        var refused = await Should.ThrowAsync<RpcException>(() => Put(Rate("DKK", "SEK", "1.5"), wrong));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        foreach (var field in (string[])["to_currency_code", "rate", "valid_on", "source"])
            refused.Status.Detail.ShouldContain("exchange_rates[1]." + field);
        (await scoring.SqlAsync<long>("SELECT count(*) FROM exchange_rates WHERE from_currency_code = 'DKK'"))
            .ShouldBe(0);
    }

    private async Task<PutExchangeRatesResponse> Put(params ExchangeRate[] rates) =>
        await scoring.Client.ExchangeRates.PutExchangeRatesAsync(new() { ExchangeRates = { rates } });

    private static ExchangeRate Rate(string from, string to, string rate) => new()
    {
        FromCurrencyCode = from,
        ToCurrencyCode = to,
        Rate = new() { Value = rate },
        ValidOn = new() { Value = "2026-01-31" },
        Source = "ECB",
    };
}
