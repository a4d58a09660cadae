using Risk.Intake.V1;
using Risk.Monitoring.Credit;
using Risk.Monitoring.Indicators;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Indicators;

/// <summary>With a service of its own, so that no facts of others put off its warnings.</summary>
public sealed class MaterialityTests(ServiceFixture<MonitoringService> monitoring)
    : IClassFixture<ServiceFixture<MonitoringService>>
{
    [Theory]
    [InlineData("EUR", "250", "0.5")]
    [InlineData("CNY", "4000", "1")]
    [InlineData("SEK", "5750", "1")]
    [InlineData("XTS", "0.01", "1")]
    [InlineData("XTS", "0", "0")]
    public void An_amount_is_compared_in_its_own_currency_or_at_a_rate_and_matters_without_one(
        string currency, string amount, string times)
    {
        var day = new DateOnly(2026, 6, 1);
        var rates = new RateTable([new("EUR", "SEK", 11.5m, day)], day);

        Math.Round(Materiality.Times(Number(amount), currency, rates), 10).ShouldBe(Number(times));
    }

    [Fact]
    public async Task A_few_cents_that_are_missing_or_given_up_are_no_warning()
    {
        var customer = await WatchedCustomer.Registered(monitoring);

        await customer.Record(
            customer.Invoice("R-1", "10000", issuedDaysAgo: 130, dueDaysAgo: 95),
            customer.Payment("9999.50", daysAgo: 95, "R-1"),
            customer.Invoice("R-2", "20", issuedDaysAgo: 200, dueDaysAgo: 170),
            customer.On(DocumentKind.WriteOff, "W-2", "20", daysAgo: 9, (DocumentKind.Invoice, "R-2")),
            customer.On(DocumentKind.Dispute, "S-1", "0.50", daysAgo: 9, (DocumentKind.Invoice, "R-1")));

        (await customer.Indicators())["overdue_share"].ShouldBe("1 (1)");
        (await customer.Warnings()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_old_rest_of_a_few_cents_does_not_make_a_fresh_delay_an_old_one()
    {
        var customer = await WatchedCustomer.Registered(monitoring);

        await customer.Record(
            customer.Invoice("R-1", "0.50", issuedDaysAgo: 400, dueDaysAgo: 370),
            customer.Invoice("R-2", "50000", issuedDaysAgo: 35, dueDaysAgo: 5));

        (await customer.Indicators())["oldest_overdue_days"].ShouldStartWith("5 ");
        (await customer.Warnings()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_remains_after_payment_keeps_no_warning_when_it_is_next_to_nothing()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await customer.Record(customer.Invoice("R-1", "10000", issuedDaysAgo: 70, dueDaysAgo: 40));
        var before = (await customer.Warnings()).Select(w => w.Rule).ToList();

        await customer.Record(customer.Payment("9999.50", daysAgo: 0, "R-1"));

        string[] ofWhatIsOpen = ["OLDEST_ITEM_OVERDUE", "OVERDUE_SHARE_HIGH"];
        ofWhatIsOpen.ShouldBeSubsetOf(before);
        (await customer.Warnings()).Select(w => w.Rule).Intersect(ofWhatIsOpen).ShouldBeEmpty();
    }

    private static decimal Number(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
