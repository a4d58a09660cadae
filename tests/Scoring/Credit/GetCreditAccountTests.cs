using Grpc.Core;
using Risk.Scoring.Ledger;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

[Collection(ScoringCollection.Name)]
public sealed class GetCreditAccountTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Receivables_are_aged_on_the_day_asked_about()
    {
        var buyer = await Buyer.WithLimit(scoring, 5000);
        var retained = buyer.Invoice("I5", 1000, dueDaysAgo: 10);
        retained.RetentionAmount = buyer.Money(100);
        retained.RetentionDueOn = Amounts.ToContract(buyer.Today.AddDays(300));
        await buyer.Record(buyer.Invoice("I1", 1, dueDaysAgo: 0), buyer.Invoice("I2", 20, dueDaysAgo: 1),
            buyer.Invoice("I3", 30, dueDaysAgo: 31), buyer.Invoice("I4", 400, dueDaysAgo: 91), retained);

        var today = (await buyer.Account()).Ageing.Single();
        var earlier = (await buyer.Account(buyer.Today.AddDays(-31))).Ageing.Single();

        (today.NotDue.Value, today.Days1To30.Value, today.Days31To60.Value).ShouldBe(("101.00", "920.00", "30.00"));
        (today.Days61To90.Value, today.DaysOver90.Value).ShouldBe(("0.00", "400.00"));
        (today.OldestOverdueDays, today.OpenItems).ShouldBe((91, 5));
        (earlier.NotDue.Value, earlier.Days31To60.Value, earlier.OldestOverdueDays).ShouldBe(("1051.00", "400.00", 60));
    }

    [Fact]
    public async Task What_is_open_is_shown_by_when_it_is_due()
    {
        var buyer = await Buyer.WithLimit(scoring, 5000);
        var invoice = buyer.Invoice("I1", 100, dueDaysAgo: 40);
        invoice.Instalments.Add([Part(buyer, -10, 10), Part(buyer, 0, 20), Part(buyer, 45, 70)]);
        invoice.DueOn = invoice.Instalments[0].DueOn;
        var draft = buyer.Document(Intake.V1.DocumentKind.Draft, "T1", 300);
        draft.DueOn = Amounts.ToContract(buyer.Today.AddDays(60));
        var dated = buyer.Document(Intake.V1.DocumentKind.Order, "O1", 1000);
        dated.DueOn = Amounts.ToContract(buyer.Today.AddDays(200));
        await buyer.Record(invoice, draft, dated, buyer.Document(Intake.V1.DocumentKind.Order, "O2", 2000),
            buyer.Document(Intake.V1.DocumentKind.Delivery, "D1", 4));

        var bands = (await buyer.Account()).DueBands;

        bands.Select(b => string.Join(' ',
            b.HasFromDays ? $"{b.FromDays}" : "", b.HasUntilDays ? $"{b.UntilDays}" : "", b.Receivable.Value,
            b.Drafts.Value, b.OpenOrders.Value, b.Delivered.Value, b.Total.Value)).ShouldBe(
        [
            " -1 10.00 0.00 0.00 0.00 10.00", "0 30 20.00 0.00 0.00 0.00 20.00", "31 60 70.00 300.00 0.00 0.00 370.00",
            "181  0.00 0.00 1000.00 0.00 1000.00", "  0.00 0.00 2000.00 4.00 2004.00",
        ]);
    }

    private static Intake.V1.Instalment Part(Buyer buyer, int dueInDays, decimal amount) => new()
    {
        DueOn = Amounts.ToContract(buyer.Today.AddDays(dueInDays)),
        Amount = buyer.Money(amount),
    };

    [Fact]
    public async Task Exposures_of_several_currencies_are_shown_exactly_and_added_up_by_the_rates()
    {
        var buyer = await Buyer.WithLimit(scoring, 10_000);
        var foreign = buyer.Invoice("I2", 100);
        foreign.Amount.CurrencyCode = "MXN";
        await buyer.Record(buyer.Invoice("I1", 40), foreign);

        var before = await buyer.Account();
        await scoring.Client.ExchangeRates.PutExchangeRatesAsync(new()
        {
            ExchangeRates =
            {
                new V1.ExchangeRate
                {
                    FromCurrencyCode = "CNY", ToCurrencyCode = "MXN", Rate = new() { Value = "2.5" },
                    ValidOn = Amounts.ToContract(buyer.Today), Source = "BANXICO",
                },
            },
        });
        var after = await buyer.Account();

        before.RatesMissing.ShouldBe(["MXN"]);
        (before.Exposure, before.Available).ShouldBe((null, null));
        before.ExposuresByCurrency.Select(e => (e.CurrencyCode, e.Total.Value))
            .ShouldBe([("CNY", "40.00"), ("MXN", "100.00")]);
        after.RatesMissing.ShouldBeEmpty();
        (after.Exposure.Total.Value, after.Available.Amount).ShouldBe(("80.00", "9920.00"));
    }

    [Fact]
    public async Task A_customer_that_is_not_known_is_not_found()
    {
        foreach (var id in (string[])[Guid.CreateVersion7().ToString(), "nobody"])
        {
            var refused = await Should.ThrowAsync<RpcException>(async () =>
                await scoring.Client.CreditAccounts.GetCreditAccountAsync(new() { CustomerId = id }));
            refused.StatusCode.ShouldBe(StatusCode.NotFound);
        }
    }
}
