using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Credit;

[Collection(MonitoringCollection.Name)]
public sealed class KeepRatesWhenExchangeRatesRecordedTests(ServiceFixture<MonitoringService> monitoring)
{
    [Fact]
    public async Task What_is_owed_in_another_currency_counts_at_the_newest_rate_once_it_is_known()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Scoring(customer.Limit("1000"), customer.Owes(("CNY", "200"), ("NZD", "100")));
        (await customer.Indicators()).ShouldNotContainKey("utilisation");

        await Record(("NZD", "CNY", "4", 5));
        var known = (await customer.Indicators())["utilisation"];
        await Record(("NZD", "CNY", "9", 1), ("NZD", "CNY", "1", 9));

        known.ShouldBe("0.6");
        (await customer.Indicators())["utilisation"].ShouldBe("1.1");
        await ServiceFixture<MonitoringService>.UntilAsync(
            async () => (await customer.Warnings()).Any(w => w.Rule == "LIMIT_EXCEEDED"), "a warning by the new rate");
    }

    private async Task Record(params (string From, string To, string Rate, int DaysAgo)[] rates)
    {
        var today = new WatchedCustomer(monitoring).Today;
        await monitoring.DeliverAsync("scoring", "exchange-rates", new ExchangeRatesRecorded
        {
            ExchangeRates =
            {
                rates.Select(r => new ExchangeRate
                {
                    FromCurrencyCode = r.From,
                    ToCurrencyCode = r.To,
                    Rate = new() { Value = r.Rate },
                    ValidOn = WatchedCustomer.Day(today.AddDays(-r.DaysAgo)),
                    Source = "test",
                }),
            },
        });
    }
}
