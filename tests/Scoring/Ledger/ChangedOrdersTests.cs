using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Ledger;

[Collection(ScoringCollection.Name)]
public sealed class ChangedOrdersTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_change_confirms_what_the_check_reserved_for_the_growth()
    {
        var buyer = await Buyer.WithLimit(scoring, 1000);
        await buyer.Record(buyer.Document(DocumentKind.Order, "SO-1", 80));
        var verdict = await buyer.Check(100, "SO-1");
        (await buyer.Exposure()).ShouldBe("reserved 20, orders 80");

        await buyer.Record(buyer.Document(DocumentKind.OrderChanged, "V1", 100, (DocumentKind.Order, "SO-1")));

        (await buyer.Exposure()).ShouldBe("orders 100");
        (await scoring.Client.Reservations.GetReservationAsync(
            new() { ReservationId = verdict.Reservation.ReservationId })).State
            .ShouldBe(ReservationState.Confirmed);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_closed_order_that_is_changed_counts_again_and_room_that_a_smaller_one_leaves_is_free()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        Document[] before =
        [
            buyer.Document(DocumentKind.Order, "SO-1", 100),
            buyer.Document(DocumentKind.OrderClosed, "Z1", 100, (DocumentKind.Order, "SO-1")),
        ];
        foreach (var document in before)
            document.IssuedOn = Risk.Scoring.Ledger.Amounts.ToContract(buyer.Today.AddDays(-1));
        await buyer.Record(before);

        await buyer.Record(buyer.Document(DocumentKind.OrderChanged, "V1", 70, (DocumentKind.Order, "SO-1")));

        (await buyer.Exposure()).ShouldBe("orders 70");
        (await buyer.Check(40, "SO-2")).Outcome.ShouldBe(OrderOutcome.Held);
        (await buyer.Check(30, "SO-3")).Outcome.ShouldBe(OrderOutcome.Approved);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task What_is_left_of_a_delivery_that_was_billed_for_less_is_closed()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(
            buyer.Document(DocumentKind.Delivery, "D1", 100),
            buyer.Document(DocumentKind.Invoice, "I1", 95, (DocumentKind.Delivery, "D1")));
        (await buyer.Exposure()).ShouldBe("delivered 5, receivable 95");

        await buyer.Record(buyer.Document(DocumentKind.DeliveryClosed, "U1", 5, (DocumentKind.Delivery, "D1")));

        (await buyer.Exposure()).ShouldBe("receivable 95");
        await buyer.LedgerHolds();
    }
}
