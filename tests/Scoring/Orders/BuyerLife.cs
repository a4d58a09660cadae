using System.Collections.Concurrent;
using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;

namespace Risk.Scoring.Tests.Orders;

/// <summary>
/// What happens to a customer in no particular order: a seed gives the same steps to each worker again.
/// </summary>
internal sealed class BuyerLife(ServiceFixture<ScoringService> scoring, Buyer buyer, int seed)
{
    private readonly ConcurrentBag<OrderVerdict> open = [];
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
        switch (random.Next(10))
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
            case 7:
                await buyer.Record(buyer.Payment($"P{Interlocked.Increment(ref names)}", random.Next(1, 60),
                    $"I{random.Next(1, 20)}"));
                break;
            case 8:
                scoring.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 200)));
                break;
        }
    }

    private async Task CheckAsync(Random random)
    {
        var order = buyer.Order(random.Next(1, 200));
        order.RequestId = Guid.CreateVersion7().ToString();
        order.ReservationSeconds = random.Next(30, 600);
        var verdict = await scoring.Client.Orders.CheckOrderAsync(order);
        if (random.Next(4) == 0)
            (await scoring.Client.Orders.CheckOrderAsync(order)).ShouldBe(verdict);
        if (verdict.Outcome != OrderOutcome.Approved)
            return;
        open.Add(verdict);
        Approved.Add(verdict);
    }

    private async Task ConfirmAsync(OrderVerdict verdict, Random random)
    {
        var number = Interlocked.Increment(ref names);
        var value = Amounts.ToDecimal(verdict.Reservation.Amount);
        var part = random.Next(2) == 0 ? value : Math.Max(1, Math.Round(value / 2));
        await buyer.Confirm(verdict, $"O{number}", part);
        if (random.Next(2) == 0)
            await buyer.Record(buyer.Document(DocumentKind.Order, $"O{number}", part));
        if (random.Next(2) == 0)
        {
            var invoice = $"I{random.Next(1, 1000)}x{number}";
            await buyer.Record(
                buyer.Document(DocumentKind.Invoice, invoice, part, (DocumentKind.Order, $"O{number}")));
        }
    }
}
