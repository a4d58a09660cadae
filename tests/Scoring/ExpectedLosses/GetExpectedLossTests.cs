using Grpc.Core;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Scoring.Tests.ExpectedLosses;

[Collection(nameof(ExpectedLosses))]
public sealed class GetExpectedLossTests(UnscoredFixture scoring)
{
    [Fact]
    public async Task Every_input_is_shown_and_the_buckets_are_those_of_the_ageing()
    {
        var buyer = await Buyer.WithLimit(scoring, 10_000);
        await buyer.Graded(Grade.Bb);
        var draft = buyer.Document(DocumentKind.Draft, "T1", 50);
        draft.DueOn = Amounts.ToContract(buyer.Today.AddDays(-40));
        await buyer.Record(buyer.Invoice("I1", 1_000), buyer.Invoice("I2", 500, dueDaysAgo: 20),
            buyer.Invoice("I3", 300, dueDaysAgo: 100), buyer.Document(DocumentKind.Delivery, "D1", 200), draft,
            buyer.Document(DocumentKind.Order, "O1", 400), buyer.Payment("P1", 100),
            buyer.Advance("A1", 60, "O1"),
            buyer.Document(DocumentKind.Dispute, "X1", 30, (DocumentKind.Invoice, "I2")));
        await Cover(buyer, CoverKind.Deposit, 195);

        var loss = await scoring.Client.ExpectedLosses.GetExpectedLossAsync(new() { CustomerId = buyer.Id });

        (loss.CurrencyCode, loss.Grade, loss.ProbabilityOfDefault.Value, loss.ScoreId.Length)
            .ShouldBe(("CNY", Grade.Bb, "0.1", 36));
        loss.Exposures.Select(e => $"{e.Stage} {e.Amount.Amount} x {e.Factor.Value} = {e.Exposure.Amount}").ShouldBe(
        [
            "Receivable 1590.00 x 1 = 1590.00", "Drafts 50.00 x 1 = 50.00", "Delivered 200.00 x 1 = 200.00",
            "OpenOrders 400.00 x 0.5 = 200.00",
        ]);
        loss.Parts.Select(p => $"{p.Kind} {p.Exposure.Amount} {p.LossAmount.Amount}").ShouldBe(
            ["Deposit 195.00 0.00", "Unspecified 1845.00 830.25"]);
        (loss.ExposureAtDefault.Amount, loss.LossGivenDefault.Value, loss.ExpectedLoss_.Amount)
            .ShouldBe(("2040.00", "0.406985", "83.03"));
        loss.Provision.Lines.Select(l => $"{l.Bucket} {l.Gross.Amount} {l.MatrixRate.Value}").ShouldBe(
        [
            "NotDue 1200.00 0.0034", "Days1To30 500.00 0.015", "Days31To60 50.00 0.04", "DaysOver90 150.00 0.33",
        ]);
        (loss.Provision.Gross.Amount, loss.Provision.Disputed.Amount).ShouldBe(("1900.00", "30.00"));
        loss.Notes.Single().Zh.ShouldContain("争议");
    }

    [Fact]
    public async Task A_customer_without_score_and_documents_has_figures_of_nothing_and_says_so()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);

        var loss = await scoring.Client.ExpectedLosses.GetExpectedLossAsync(new() { CustomerId = buyer.Id });
        var json = await scoring.Http.GetStringAsync($"/v1/customers/{buyer.Id}/expectedLoss");

        (loss.Grade, loss.ExpectedLoss_.Amount, loss.Provision.Provision_.Amount, loss.LossGivenDefault)
            .ShouldBe((Grade.Unspecified, "0.00", "0.00", null));
        loss.Notes.Single().En.ShouldBe(
            "There is no score: the probability of customers without one counts, 9 %.");
        json.ShouldContain("\"probabilityOfDefault\":");
    }

    [Fact]
    public async Task Rates_are_named_and_what_has_none_is_in_no_figure()
    {
        var buyer = await Buyer.WithLimit(scoring, 10_000);
        var (dollars, pesos) = (buyer.Invoice("I1", 100), buyer.Invoice("I2", 70));
        (dollars.Amount.CurrencyCode, pesos.Amount.CurrencyCode) = ("USD", "CLP");
        await buyer.Record(dollars, pesos);
        await scoring.Client.ExchangeRates.PutExchangeRatesAsync(new()
        {
            ExchangeRates =
            {
                new V1.ExchangeRate
                {
                    FromCurrencyCode = "USD", ToCurrencyCode = "CNY", Rate = new() { Value = "7.2" },
                    ValidOn = Amounts.ToContract(buyer.Today), Source = "PBOC",
                },
            },
        });

        var loss = await scoring.Client.ExpectedLosses.GetExpectedLossAsync(new() { CustomerId = buyer.Id });
        var inDollars = await scoring.Client.ExpectedLosses.GetExpectedLossAsync(
            new() { CustomerId = buyer.Id, CurrencyCode = "USD" });

        (loss.ExposureAtDefault.Amount, loss.Provision.Lines.Single().Amount.Amount).ShouldBe(("720.00", "100.00"));
        loss.Rates.Select(r => $"{r.FromCurrencyCode} {r.ToCurrencyCode} {r.Factor.Value} {r.ValidOn.Value}")
            .ShouldBe([$"USD CNY 7.2 {buyer.Today:yyyy-MM-dd}"]);
        loss.RatesMissing.ShouldBe(["CLP"]);
        loss.Notes.ShouldContain(n => n.En.Contains("70 CLP owed", StringComparison.Ordinal));
        (inDollars.ExposureAtDefault.Amount, inDollars.CurrencyCode, inDollars.Rates.Count)
            .ShouldBe(("100.00", "USD", 0));
    }

    [Fact]
    public async Task Who_is_not_known_and_a_currency_that_is_none_are_refused()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        foreach (var (id, currency, code) in ((string, string, StatusCode)[])
            [
                ("nobody", "", StatusCode.NotFound), (Guid.CreateVersion7().ToString(), "", StatusCode.NotFound),
                (buyer.Id, "yuan", StatusCode.InvalidArgument),
            ])
        {
            (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.ExpectedLosses.GetExpectedLossAsync(
                new() { CustomerId = id, CurrencyCode = currency }))).StatusCode.ShouldBe(code);
        }
    }

    private async Task Cover(Buyer buyer, CoverKind kind, decimal amount) =>
        await scoring.Client.Covers.AddCoverAsync(new()
        {
            CustomerId = buyer.Id,
            Cover = new() { Kind = kind, Provider = "Bank of Ningbo", Amount = buyer.Money(amount) },
        });
}

/// <summary>One database, in which nobody is scored, for the tests of one customer each.</summary>
[CollectionDefinition(nameof(ExpectedLosses))]
public sealed class ExpectedLossesCollection : ICollectionFixture<UnscoredFixture>;
