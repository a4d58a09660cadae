using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ExchangeRates;

[Collection(ScoringCollection.Name)]
public sealed class ListExchangeRatesTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task The_newest_rate_that_is_not_later_than_the_day_is_listed()
    {
        (string, string)[] rates = [("2026-01-10", "0.031"), ("2026-01-20", "0.032"), ("2026-02-01", "0.033")];
        foreach (var (day, rate) in rates)
        {
            await scoring.Client.ExchangeRates.PutExchangeRatesAsync(new()
            {
                ExchangeRates =
                {
                    new V1.ExchangeRate
                    {
                        FromCurrencyCode = "THB", ToCurrencyCode = "SGD", Rate = new() { Value = rate },
                        ValidOn = new() { Value = day }, Source = "BOT",
                    },
                },
            });
        }

        var listed = await scoring.Client.ExchangeRates.ListExchangeRatesAsync(
            new() { ValidOn = new() { Value = "2026-01-25" } });

        var found = listed.ExchangeRates.Single(r => r.FromCurrencyCode == "THB");
        (found.ToCurrencyCode, found.Rate.Value, found.ValidOn.Value, found.Source)
            .ShouldBe(("SGD", "0.032", "2026-01-20", "BOT"));
    }
}
