using System.Collections.Concurrent;
using Grpc.Core;
using Risk.Client;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;

namespace Risk.Scoring.Tests.Orders;

/// <summary>
/// What happens to a customer in no particular order: a seed gives the same steps to each worker again.
/// </summary>
internal sealed class BuyerLife(ServiceFixture<ScoringService> scoring, Buyer buyer, int seed, RiskClient approver)
{
    private readonly ConcurrentBag<OrderVerdict> open = [];
    private readonly ConcurrentBag<string> holds = [];
    private readonly ConcurrentBag<string> invoices = [];
    private readonly ConcurrentBag<string> documents = [];
    private int names;

    public ConcurrentBag<OrderVerdict> Approved { get; } = [];

    public async Task RunAsync(int worker, int stepsCount)
    {
        var random = new Random((seed * 100) + worker);
        for (var step = 0; step < stepsCount; step++)
        {
            try
            {
                await StepAsync(random);
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.FailedPrecondition)
            {
                // The reservation had expired or was ended by another worker: a refusal that is expected here.
            }
        }
    }

    private async Task StepAsync(Random random)
    {
        switch (random.Next(17))
        {
            case < 5:
                await CheckAsync(random);
                break;
            case 5 when open.TryTake(out var verdict):
                await ConfirmAsync(verdict, random);
                break;
            case 6 when open.TryTake(out var verdict):
                await scoring.Client.Reservations.CancelReservationAsync(
                    new() { ReservationId = verdict.Reservation.ReservationId });
                break;
            case 7 or 9 when invoices.TryTake(out var invoice):
                await RecordAsync(buyer.Payment(Name("P"), random.Next(1, 200), invoice));
                invoices.Add(invoice);
                break;
            case 10 when documents.TryTake(out var document):
                await buyer.Record(Reversal(document));
                break;
            case 11:
                await RecordAsync(buyer.Advance(Name("A"), random.Next(1, 100), NamedOrder(random)));
                break;
            case 12:
                await buyer.Record(Closing(random));
                break;
            case 15 when holds.TryTake(out var hold):
                await ReleaseAsync(hold);
                break;
            case 16:
                await RecordAsync(InDollars(DocumentKind.Invoice, random.Next(1, 20)));
                break;
            case 14:
                await buyer.Grant(random.Next(3, 15) * 100);
                break;
            case 13:
                await RecordAsync(buyer.Document(DocumentKind.CreditNote, Name("N"), random.Next(1, 50),
                    [.. invoices.Take(1).Select(i => (DocumentKind.Invoice, i))]));
                break;
            case 8:
                scoring.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 200)));
                break;
        }
    }

    private async Task CheckAsync(Random random)
    {
        // An order keeps its currency for ever.
        var order = random.Next(4) == 0
            ? buyer.Order(random.Next(1, 30), $"SO-USD-{random.Next(1, 4)}", "USD")
            : buyer.Order(random.Next(1, 200), random.Next(2) == 0 ? NamedOrder(random) : "");
        order.Stage = (OrderStage)random.Next(4);
        if (random.Next(5) == 0)
            order.Terms = new() { Method = PaymentMethod.Advance };
        order.RequestId = Guid.CreateVersion7().ToString();
        order.ReservationSeconds = random.Next(30, 600);
        var verdict = await scoring.Client.Orders.CheckOrderAsync(order);
        if (random.Next(4) == 0)
            (await scoring.Client.Orders.CheckOrderAsync(order)).ShouldBe(verdict);
        if (verdict.HoldId.Length > 0)
            holds.Add(verdict.HoldId);
        if (verdict.Outcome != OrderOutcome.Approved || verdict.Reservation is null)
            return;
        open.Add(verdict);
        Approved.Add(verdict);
    }

    private async Task ConfirmAsync(OrderVerdict verdict, Random random)
    {
        var order = verdict.Reservation.OrderRef?.Id ?? Name("O");
        var value = Amounts.ToDecimal(verdict.Reservation.Amount);
        var part = random.Next(2) == 0 ? value : Math.Max(1, Math.Round(value / 2));
        if (verdict.Reservation.Amount.CurrencyCode != buyer.Currency)
        {
            await buyer.Confirm(verdict, order);
            return;
        }
        await buyer.Confirm(verdict, order, part);
        if (random.Next(2) == 0)
            await RecordAsync(buyer.Document(DocumentKind.Order, order, part));
        if (random.Next(2) == 0)
            await RecordAsync(buyer.Document(DocumentKind.Delivery, Name("D"), part / 2, (DocumentKind.Order, order)));
        if (random.Next(2) == 0)
        {
            var invoice = buyer.Document(DocumentKind.Invoice, Name("I"), part, (DocumentKind.Order, order));
            await RecordAsync(invoice);
            invoices.Add(invoice.ExternalRef.Id);
        }
    }

    /// <summary>By another person, whatever the limit says; the reservation may be confirmed as any other.</summary>
    private async Task ReleaseAsync(string holdId)
    {
        var released = await approver.Holds.ReleaseHoldAsync(new() { HoldId = holdId, Reason = "a good customer" });
        if (released.Reservation is not null)
            open.Add(released.Verdict);
    }

    private Document InDollars(DocumentKind kind, decimal amount)
    {
        var document = buyer.Document(kind, Name("U"), amount);
        document.Amount = Amounts.ToMoney(amount, "USD");
        return document;
    }

    private async Task RecordAsync(Document document)
    {
        await buyer.Record(document);
        documents.Add(document.DocumentId);
    }

    private Document Reversal(string document)
    {
        var reversal = buyer.Document(DocumentKind.Reversal, Name("R"), 1);
        reversal.Links.Add(new DocumentLink { DocumentId = document });
        return reversal;
    }

    /// <summary>Of the whole order, or of a part by which it shrinks.</summary>
    private Document Closing(Random random)
    {
        var closing = buyer.Document(DocumentKind.OrderClosed, Name("C"), 1, (DocumentKind.Order, NamedOrder(random)));
        if (random.Next(2) == 0)
            closing.Links[0].Amount = buyer.Money(random.Next(1, 50));
        return closing;
    }

    private string Name(string kind) => $"{kind}{Interlocked.Increment(ref names)}";

    /// <summary>Few, so that they are checked again while they are reserved, held, open, delivered.</summary>
    private static string NamedOrder(Random random) => $"SO-{random.Next(1, 8)}";
}
