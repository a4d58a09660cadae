using System.Globalization;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Types.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ExpectedLosses;

public sealed class ReportExpectedLossesTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task Every_division_adds_up_to_the_total_and_the_total_to_the_customers()
    {
        await Portfolio();

        var report = await scoring.Client.ExpectedLosses.ReportExpectedLossesAsync(new());
        var customers = (await scoring.Client.ExpectedLosses.ListExpectedLossesAsync(new() { PageSize = 1000 }))
            .ExpectedLosses;

        var total = report.Total;
        (total.Customers, report.CurrencyCode).ShouldBe((24, "CNY"));
        Sum(total.Provision).ShouldBeGreaterThan(0);
        Sum(customers.Select(c => c.ExpectedLoss_)).ShouldBe(Sum(total.ExpectedLoss));
        Sum(customers.Select(c => c.ExposureAtDefault)).ShouldBe(Sum(total.ExposureAtDefault));
        Sum(customers.Select(c => c.Provision.Provision_)).ShouldBe(Sum(total.Provision));
        Sum(customers.Where(c => c.Provision.Specific).Select(c => c.Provision.Provision_))
            .ShouldBe(Sum(total.SpecificProvision));
        foreach (var parts in (IEnumerable<LossSum>[])
            [
                report.Grades.Select(g => g.Sum), report.Countries.Select(c => c.Sum),
                report.Industries.Select(i => i.Sum),
            ])
        {
            parts.Sum(p => p.Customers).ShouldBe(total.Customers);
            Sum(parts.Select(p => p.ExposureAtDefault)).ShouldBe(Sum(total.ExposureAtDefault));
            Sum(parts.Select(p => p.ExpectedLoss)).ShouldBe(Sum(total.ExpectedLoss));
            Sum(parts.Select(p => p.Gross)).ShouldBe(Sum(total.Gross));
            Sum(parts.Select(p => p.Provision)).ShouldBe(Sum(total.Provision));
        }
        foreach (var parts in (IEnumerable<(Money Gross, Money Provision)>[])
            [
                report.Buckets.Select(b => (b.Gross, b.Provision)), report.Matrix.Select(m => (m.Gross, m.Provision)),
                report.Currencies.Select(c => (c.Gross, c.Provision)),
            ])
        {
            Sum(parts.Select(p => p.Gross)).ShouldBe(Sum(total.Gross));
            Sum(parts.Select(p => p.Provision)).ShouldBe(Sum(total.Provision));
        }
        report.Buckets.Select(b => b.Bucket).ShouldBe(Enum.GetValues<AgeingBucket>().Skip(1));
        report.Currencies.Select(c => c.Amount.CurrencyCode).ShouldBe(["CNY", "JPY", "USD"]);
        report.Countries.Select(c => c.Value).ShouldBe(["CN", "US"]);
        report.Grades[^1].Grade.ShouldBe(Grade.Unspecified);
        report.Rates.Select(r => r.FromCurrencyCode).ShouldBe(["JPY", "USD"]);
        report.Unconverted.Select(u => $"{u.Gross.Amount} {u.Gross.CurrencyCode} of {u.Customers}")
            .ShouldBe(["24.000 KWD of 2"]);
        report.Notes.Single().En.ShouldContain("24.000 KWD owed");
        (await scoring.Http.GetStringAsync("/v1/expectedLosses:report?currencyCode=USD"))
            .ShouldContain("\"currencyCode\":\"USD\"");
    }

    /// <summary>Twenty-four customers of all grades, in four currencies, one of them without a rate.</summary>
    private async Task Portfolio()
    {
        string[] currencies = ["CNY", "USD", "JPY"];
        for (var i = 0; i < 24; i++)
        {
            var buyer = await Buyer.WithLimit(scoring, i % 4 == 0 ? 500 : 0, currencies[i % 3]);
            await buyer.Record(
                buyer.Invoice("I1", 1_000.37m + i, dueDaysAgo: (i * 17 % 140) - 20),
                buyer.Invoice("I2", 333 + (i * 7), dueDaysAgo: -10), buyer.Payment("P1", 12 + i),
                buyer.Document(Intake.V1.DocumentKind.Order, "O1", 50 + i));
            if (i % 11 != 10)
                await buyer.Graded((Grade)((i % 10) + 1));
            if (i % 5 == 0)
            {
                await scoring.Client.Covers.AddCoverAsync(new()
                {
                    CustomerId = buyer.Id,
                    Cover = new() { Kind = CoverKind.BankGuarantee, Provider = "Bank", Amount = buyer.Money(100 + i) },
                });
            }
            if (i % 12 == 3)
                await Dinars(buyer);
        }
        await Rate("USD", "7.1234");
        await Rate("JPY", "0.0487");
    }

    private static async Task Dinars(Buyer buyer)
    {
        var invoice = buyer.Invoice("I3", 12);
        invoice.Amount.CurrencyCode = "KWD";
        await buyer.Record(invoice);
    }

    private async Task Rate(string from, string rate) => await scoring.Client.ExchangeRates.PutExchangeRatesAsync(new()
    {
        ExchangeRates =
        {
            new ExchangeRate
            {
                FromCurrencyCode = from, ToCurrencyCode = "CNY", Rate = new() { Value = rate },
                ValidOn = Amounts.ToContract(DateOnly.FromDateTime(scoring.Clock.GetUtcNow().UtcDateTime)),
                Source = "PBOC",
            },
        },
    });

    private static decimal Sum(IEnumerable<Money> amounts) => amounts.Sum(Sum);

    private static decimal Sum(Money amount) => decimal.Parse(amount.Amount, CultureInfo.InvariantCulture);
}
