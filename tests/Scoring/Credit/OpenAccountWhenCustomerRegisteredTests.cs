using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

[Collection(ScoringCollection.Name)]
public sealed class OpenAccountWhenCustomerRegisteredTests(ServiceFixture<ScoringService> scoring)
{
    [Theory]
    [InlineData("CN", "CNY")]
    [InlineData("DE", "EUR")]
    [InlineData("", "CNY")]
    public async Task A_new_customer_has_no_credit_in_the_currency_of_its_country(string country, string currency)
    {
        var buyer = await Buyer.WithLimit(scoring, 0, with: c => c.CountryCode = country);

        var account = await buyer.Account();

        (account.CurrencyCode, account.Limit.Amount, account.Unlimited, account.Available.Amount)
            .ShouldBe((currency, "0.00", false, "0.00"));
        account.LegalName.ShouldBe(buyer.Customer().LegalName);
    }

    [Fact]
    public async Task Registered_again_the_account_stays_as_it_is()
    {
        var buyer = await Buyer.WithLimit(scoring, 500);

        await buyer.Deliver(new Intake.V1.CustomerRegistered { Customer = buyer.Customer() });

        (await buyer.Account()).Limit.Amount.ShouldBe("500.00");
    }
}
