using System.Globalization;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Risk.Intake.V1;
using Risk.Monitoring.Indicators;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Events;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Monitoring.Tests.Facts;

/// <summary>
/// What is kept equals a recomputation from the events, in whatever order and runs they came. With a service of its
/// own, because so many facts put off the warnings of everybody.
/// </summary>
public sealed class RecomputationTests(ServiceFixture<MonitoringService> monitoring)
    : IClassFixture<ServiceFixture<MonitoringService>>
{
    private const int OrdersCount = 6;
    private const int InvoicesCount = 60;

    private const string DaysSql =
        """
        SELECT string_agg(concat_ws(' ', currency_code, day, receivable, receivable_items, overdue, overdue_items,
            overdue_due, disputed, invoiced, paid, paid_items, paid_late, dishonoured, written_off, write_offs), chr(10)
            ORDER BY currency_code, day)
        FROM receivable_days WHERE customer_id = $1 AND (receivable, receivable_items, overdue, overdue_items,
            overdue_due, disputed, invoiced, paid, paid_items, paid_late, dishonoured, written_off, write_offs)
            <> (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_same_facts_in_any_order_and_in_any_runs_come_to_the_same(int seed)
    {
        var random = new Random(seed);
        var sample = new WatchedCustomer(monitoring);
        var documents = Documents(sample, random);
        var told = Told(sample);
        await monitoring.DeliverAsync("scoring", "exchange-rates", new ExchangeRatesRecorded
        {
            ExchangeRates =
            {
                new ExchangeRate
                {
                    FromCurrencyCode = "USD",
                    ToCurrencyCode = "CNY",
                    Rate = new() { Value = "7.1" },
                    ValidOn = WatchedCustomer.Day(sample.Today.AddDays(-60)),
                    Source = "test",
                },
            },
        });
        var kept = new List<(Dictionary<string, string> Indicators, string Days, string Receivables)>();
        var last = sample;

        for (var order = 0; order < OrdersCount; order++)
        {
            var customer = new WatchedCustomer(monitoring);
            await Apply(customer, Ordered(documents, order, random), told, random);
            kept.Add((
                await customer.Indicators(), await Kept(DaysSql, customer),
                await KeptBook.Receivables(monitoring, customer)));
            last = customer;
        }

        kept[0].Indicators.Keys.ShouldBe(IndicatorCatalogue.All.Select(d => d.Name), ignoreOrder: true);
        foreach (var other in kept.Skip(1))
        {
            other.Days.ShouldBe(kept[0].Days);
            other.Receivables.ShouldBe(kept[0].Receivables);
            other.Indicators.ShouldBe(kept[0].Indicators, ignoreOrder: true);
        }
        var naive = new NaiveBook(documents);
        naive.ReceivablesOn(sample.Today).ShouldBe(kept[0].Receivables);
        foreach (var day in Enumerable.Range(0, 60).Select(i => sample.Today.AddDays(-9 * i)))
        {
            (await KeptBook.StoodOn(monitoring, last, day))
                .ShouldBe(naive.StoodOn(day), day.ToString("O", CultureInfo.InvariantCulture));
        }
    }

    private Task<string> Kept(string sql, WatchedCustomer customer) =>
        monitoring.SqlAsync<string>(sql, Guid.Parse(customer.Id));

    /// <summary>Invoices with payments of all kinds, too much and too little, disputes and reversals.</summary>
    private static List<Document> Documents(WatchedCustomer customer, Random random)
    {
        var documents = new List<Document>();
        for (var i = 0; i < InvoicesCount; i++)
        {
            var (name, issued) = ($"I{i:00}", random.Next(20, 500));
            var amount = random.Next(10, 1000);
            var invoice = customer.Invoice(name, Text(amount), issued, issued - random.Next(60));
            if (i % 7 == 0)
            {
                invoice.RetentionAmount = new() { Amount = "5", CurrencyCode = "CNY" };
                invoice.RetentionDueOn = WatchedCustomer.Day(customer.Today.AddDays(100 - issued));
            }
            if (i % 3 == 1 && amount > 40)
                PutInstalments(customer, invoice, amount, issued);
            if (i % 5 == 4)
            {
                foreach (var money in (Types.V1.Money[])
                    [invoice.Amount, invoice.RetentionAmount ?? new(), .. invoice.Instalments.Select(p => p.Amount)])
                    money.CurrencyCode = "USD";
            }
            documents.Add(invoice);
            var currency = invoice.Amount.CurrencyCode;
            foreach (var later in Around(customer, name, amount, issued, random))
            {
                later.Amount.CurrencyCode = currency;
                if (invoice.Instalments.Count > 0 && later.Links is [{ Kind: DocumentKind.Invoice }, ..]
                    && later.Kind is DocumentKind.Payment or DocumentKind.CreditNote && random.Next(3) == 0)
                    later.Links[0].Instalment = random.Next(1, invoice.Instalments.Count + 1);
                documents.Add(later);
            }
        }
        var payments = documents.Where(d => d.Kind == DocumentKind.Payment).ToList();
        var (first, second) = (payments[0].ExternalRef.Id, payments[1].ExternalRef.Id);
        documents.Add(customer.On(DocumentKind.Reversal, "X1", "1", 3, (DocumentKind.Payment, first)));
        documents.Add(customer.On(DocumentKind.Reversal, "X2", "1", 2, (DocumentKind.Payment, second)));
        documents.Add(customer.On(DocumentKind.Reversal, "X3", "1", 1, (DocumentKind.Reversal, "X2")));
        return documents;
    }

    /// <summary>Two or three, and the retention money.</summary>
    private static void PutInstalments(WatchedCustomer customer, Document invoice, int amount, int issued)
    {
        var retained = invoice.RetentionAmount is null ? 0 : 5;
        int[] parts = amount % 2 == 0 ? [10, amount - 10 - retained] : [10, 20, amount - 30 - retained];
        invoice.Instalments.Add(parts.Select((part, i) => new Instalment
        {
            DueOn = WatchedCustomer.Day(customer.Today.AddDays((40 * i) + 5 - issued)),
            Amount = new() { Amount = Text(part), CurrencyCode = "CNY" },
        }));
        invoice.DueOn = invoice.Instalments[0].DueOn;
    }

    private static IEnumerable<Document> Around(
        WatchedCustomer customer, string name, int amount, int issued, Random random)
    {
        var parts = random.Next(3);
        var link = (DocumentKind.Invoice, name);
        for (var part = 0; part < parts; part++)
        {
            yield return customer.On(DocumentKind.Payment, $"P{name}-{part}", Text(random.Next(1, amount)),
                random.Next(issued), link, (DocumentKind.Invoice, $"I{random.Next(InvoicesCount):00}"));
        }
        if (random.Next(4) == 0)
        {
            yield return customer.On(DocumentKind.Payment, $"U{name}", Text(amount), random.Next(issued));
            yield return customer.On(DocumentKind.Clearing, $"K{name}", Text(random.Next(1, amount)),
                random.Next(issued), (DocumentKind.Payment, $"U{name}"), link);
        }
        if (random.Next(4) == 0)
            yield return customer.On(DocumentKind.CreditNote, $"C{name}", "7", random.Next(issued), link);
        if (random.Next(4) == 0)
        {
            var day = random.Next(10, issued);
            yield return customer.On(DocumentKind.Dispute, $"S{name}", "9", day, link);
            if (random.Next(2) == 0)
                yield return customer.On(DocumentKind.DisputeResolved, $"T{name}", "9", day - random.Next(10), link);
        }
        if (random.Next(5) == 0)
            yield return customer.On(DocumentKind.WriteOff, $"W{name}", Text(amount), random.Next(issued), link);
        if (random.Next(4) == 0)
        {
            var (day, draft) = (random.Next(10, issued), $"D{name}");
            yield return customer.On(DocumentKind.Draft, draft, Text(amount), day, link);
            if (random.Next(2) == 0)
            {
                yield return customer.On(
                    DocumentKind.DraftHonoured, $"H{name}", "3", day - 9, (DocumentKind.Draft, draft));
            }
            if (random.Next(2) == 0)
            {
                yield return customer.On(
                    DocumentKind.DraftDishonoured, $"N{name}", "1", day - 9, (DocumentKind.Draft, draft));
            }
        }
    }

    /// <summary>What scoring tells; its own order is always kept.</summary>
    private static List<Func<WatchedCustomer, IMessage>> Told(WatchedCustomer sample) =>
    [
        c => c.Limit("500"), c => c.Owes(("CNY", "100")), c => c.Graded(Grade.A),
        c => c.Limit("4000"), c => c.Owes(("CNY", "1200"), ("USD", "0")), c => c.Graded(Grade.Ccc, Grade.A),
        c => c.Limit(sample.Currency.Length > 0 ? "2400" : "0"),
    ];

    private async Task Apply(
        WatchedCustomer customer, List<Document> documents, List<Func<WatchedCustomer, IMessage>> told, Random random)
    {
        var inbox = monitoring.Services.GetRequiredService<EventInbox>();
        var fromIntake = new Queue<IMessage>(documents.Chunk(random.Next(1, 9))
            .Select(c => customer.Recorded([.. c.Select(d => Of(customer, d))])));
        fromIntake = new(fromIntake.Append(new CustomerRegistered { Customer = customer.Customer() }));
        var fromScoring = new Queue<IMessage>(told.Select(t => t(customer)));
        while (fromIntake.Count + fromScoring.Count > 0)
        {
            var isIntake = fromScoring.Count == 0 || (fromIntake.Count > 0 && random.Next(3) > 0);
            var queue = isIntake ? fromIntake : fromScoring;
            var count = Math.Min(queue.Count, random.Next(1, 6));
            var run = Enumerable.Range(0, count).Select(_ => queue.Dequeue()).ToList();
            // Now and then something comes a second time.
            if (isIntake && random.Next(4) == 0)
                run.Add(run[0]);
            await inbox.ApplyAllAsync(isIntake ? "intake" : "scoring", run.Select(fact => (customer.Id, fact)));
        }
    }

    private static Document Of(WatchedCustomer customer, Document document)
    {
        var own = document.Clone();
        own.CustomerId = customer.Id;
        return own;
    }

    /// <summary>As they were made, in the order of their days at last, and shuffled between.</summary>
    private static List<Document> Ordered(List<Document> documents, int order, Random random)
    {
        var ordered = documents.ToArray();
        if (order is > 0 and < OrdersCount - 1)
            random.Shuffle(ordered);
        else if (order > 0)
            Array.Sort(ordered, (a, b) => string.CompareOrdinal(a.IssuedOn.Value, b.IssuedOn.Value));
        return [.. ordered];
    }

    private static string Text(int amount) => amount.ToString(CultureInfo.InvariantCulture);
}
