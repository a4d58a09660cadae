using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

[Collection(ScoringCollection.Name)]
public sealed class PrepaidOrderTests(ServiceFixture<ScoringService> scoring)
{
    private static readonly PaymentTerms InAdvance = new() { Method = PaymentMethod.Advance };

    [Fact]
    public async Task An_order_that_says_it_is_prepaid_waits_until_the_advance_is_on_record()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);

        var held = await Check(buyer, 500, "SO-1");
        await buyer.Record(buyer.Advance("A1", 500, "SO-1"));
        var paid = await Check(buyer, 500, "SO-1");

        held.Outcome.ShouldBe(OrderOutcome.Held);
        held.Checks.Single(c => c.Outcome == CheckOutcome.Failed).Reason.ShouldBe("ADVANCE_MISSING");
        held.Remedies.ShouldHaveSingleItem().Kind.ShouldBe(RemedyKind.PayAdvance);
        (paid.Outcome, paid.Terms, paid.Reservation.Terms).ShouldBe((OrderOutcome.Approved, InAdvance, InAdvance));
        (await scoring.Client.Reservations.GetReservationAsync(
            new() { ReservationId = paid.Reservation.ReservationId })).Terms.ShouldBe(InAdvance);
        (await Check(buyer, 501, "SO-1")).Outcome.ShouldBe(OrderOutcome.Held);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task An_advance_pays_for_its_own_order_and_makes_room_for_no_other()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Advance("A1", 500, "SO-1"));

        (await Check(buyer, 500, "SO-2")).Outcome.ShouldBe(OrderOutcome.Held);
        (await buyer.Check(101, "SO-3")).Outcome.ShouldBe(OrderOutcome.Held);
        var onCredit = await buyer.Check(100, "SO-3");
        (await Check(buyer, 500, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);
        (await buyer.Check(1, "SO-4")).Outcome.ShouldBe(OrderOutcome.Held);

        (onCredit.Outcome, onCredit.Exposure.Total.Value).ShouldBe((OrderOutcome.Approved, "0.00"));
        (await buyer.Exposure()).ShouldBe("reserved 600, unallocated 500");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Orders_of_one_batch_see_each_others_advances_as_they_would_alone()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Advance("A1", 500, "SO-1"));

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => i % 3 == 0
            ? Check(buyer, 500, "SO-1")
            : buyer.Check(30, $"SO-{i + 10}")));

        (await buyer.Exposure()).ShouldBe("reserved 590, unallocated 500");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task An_advance_goes_on_covering_what_was_delivered_and_billed_of_its_order()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Advance("A1", 500, "SO-1"));
        await buyer.Confirm(await Check(buyer, 500, "SO-1"), "SO-1");
        var invoice = buyer.Document(DocumentKind.Invoice, "I1", 300, (DocumentKind.Order, "SO-1"),
            (DocumentKind.Advance, "A1"));
        await buyer.Record(invoice);

        (await Check(buyer, 500, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);

        await buyer.LedgerHolds();
    }

    private async Task<OrderVerdict> Check(Buyer buyer, decimal amount, string name)
    {
        var order = buyer.Order(amount, name);
        order.Terms = InAdvance;
        return await scoring.Client.Orders.CheckOrderAsync(order);
    }

    [Fact]
    public async Task An_advance_of_one_member_makes_no_room_for_another_of_its_group()
    {
        var head = await Buyer.WithLimit(scoring, 0);
        var (payer, other) = (await Member(head), await Member(head));
        await head.Change(new CreditAccount { GroupLimit = head.Money(100) }, "group_limit");
        await payer.Record(payer.Document(DocumentKind.Order, "SO-1", 20), payer.Advance("A1", 80, "SO-1"));

        var (beside, own) = (await other.Check(100.01m, "SO-2"), payer.Order(180, "SO-1"));
        own.DryRun = true;
        var (room, within) = (await scoring.Client.Orders.CheckOrderAsync(own), await other.Check(100, "SO-3"));

        (beside.Outcome, room.Outcome, within.Outcome).ShouldBe(
            (OrderOutcome.Held, OrderOutcome.Approved, OrderOutcome.Approved));
        beside.Checks.Single(c => c.Check == OrderCheck.Limit).Input.ShouldBe("100.01 CNY of the group");
        (await payer.Check(80.01m, "SO-1")).Outcome.ShouldBe(OrderOutcome.Held);
        (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = within.VerdictId })).Equal
            .ShouldBeTrue();
    }

    private Task<Buyer> Member(Buyer head) => Buyer.WithLimit(scoring, 0, with: c => c.ParentCustomerId = head.Id);
}
