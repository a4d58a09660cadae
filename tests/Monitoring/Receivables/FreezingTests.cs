using System.Globalization;
using Risk.Intake.V1;
using Risk.Monitoring.Tests.Facts;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Receivables;

/// <summary>
/// A running account: each payment pays an invoice and a piece of the next, so that all documents hang together. With a
/// service of its own, because so many facts put off the warnings of everybody.
/// </summary>
public sealed class FreezingTests(ServiceFixture<MonitoringService> monitoring)
    : IClassFixture<ServiceFixture<MonitoringService>>
{
    private const int InvoicesCount = 120;
    private const int DaysBetween = 5;
    private const int DocumentsAtOnce = 6;

    private readonly List<Document> told = [];

    [Fact]
    public async Task Of_a_running_account_only_what_may_change_is_read_again()
    {
        var customer = await Running();

        (told.Count - await KeptBook.Frozen(monitoring, customer)).ShouldBeLessThan(2 * 64);
        await IsRight(customer);
    }

    [Theory]
    [InlineData("a reversal", DocumentKind.Reversal, "1", 0, DocumentKind.Payment, "P20")]
    [InlineData("an old payment", DocumentKind.Payment, "80", 597, DocumentKind.Invoice, "I0")]
    [InlineData("a dispute", DocumentKind.Dispute, "10", 400, DocumentKind.Invoice, "I30")]
    [InlineData("a credit note", DocumentKind.CreditNote, "30", 0, DocumentKind.Invoice, "I40")]
    [InlineData("an invoice that was paid before it came", DocumentKind.Invoice, "50", 555, null, "LATE")]
    [InlineData("the reversal of an invoice", DocumentKind.Reversal, "1", 0, DocumentKind.Invoice, "I0")]
    public async Task What_concerns_the_settled_past_is_settled_with_it(
        string what, DocumentKind kind, string amount, int daysAgo, DocumentKind? target, string name)
    {
        var customer = await Running();

        await Record(customer, target is { } of
            ? customer.On(kind, "SURPRISE", amount, daysAgo, (of, name))
            : customer.Invoice(name, amount, daysAgo, daysAgo - 30));
        await IsRight(customer, what);
        await Record(customer, customer.On(
            DocumentKind.Payment, "NEXT", "500", 0, (DocumentKind.Invoice, "I118"), (DocumentKind.Invoice, "I119")));
        await IsRight(customer, what);
    }

    [Fact]
    public async Task Two_running_accounts_that_a_payment_joins_are_one()
    {
        var customer = await Running();
        await Run(customer, "B");

        await Record(customer, customer.On(
            DocumentKind.Payment, "BOTH", "100", 0, (DocumentKind.Invoice, "I119"), (DocumentKind.Invoice, "IB119")));
        await IsRight(customer);
        await Record(customer, customer.On(DocumentKind.Reversal, "X", "1", 0, (DocumentKind.Payment, "PB20")));
        await Record(customer, customer.On(DocumentKind.Reversal, "Y", "1", 0, (DocumentKind.Payment, "P20")));
        await IsRight(customer);
    }

    private async Task<WatchedCustomer> Running()
    {
        var customer = await WatchedCustomer.Registered(monitoring);
        await Run(customer, "");
        return customer;
    }

    /// <summary>The tenth payment names an invoice as well that is not here.</summary>
    private async Task Run(WatchedCustomer customer, string name)
    {
        var documents = new List<Document>();
        for (var i = 0; i < InvoicesCount; i++)
        {
            var daysAgo = (InvoicesCount - i) * DaysBetween;
            documents.Add(customer.Invoice($"I{name}{i}", "100", daysAgo, daysAgo - 30));
            (DocumentKind, string)[] links =
            [
                .. i == 10 ? [(DocumentKind.Invoice, "LATE")] : Array.Empty<(DocumentKind, string)>(),
                (DocumentKind.Invoice, $"I{name}{i - 1}"), (DocumentKind.Invoice, $"I{name}{i}"),
            ];
            if (i > 0)
                documents.Add(customer.On(DocumentKind.Payment, $"P{name}{i}", "100", daysAgo - 1, links));
        }
        // One is half paid for ever.
        documents[0].Amount.Amount = "150";
        foreach (var some in documents.Chunk(DocumentsAtOnce))
            await Record(customer, some);
    }

    private async Task Record(WatchedCustomer customer, params Document[] documents)
    {
        told.AddRange(documents);
        await customer.Record(documents);
    }

    private async Task IsRight(WatchedCustomer customer, string what = "")
    {
        var naive = new NaiveBook(told);
        (await KeptBook.Receivables(monitoring, customer)).ShouldBe(naive.ReceivablesOn(customer.Today), what);
        foreach (var day in Enumerable.Range(0, 12).Select(i => customer.Today.AddDays(-53 * i)))
        {
            (await KeptBook.StoodOn(monitoring, customer, day)).ShouldBe(
                naive.StoodOn(day), what + day.ToString(" O", CultureInfo.InvariantCulture));
        }
    }
}
