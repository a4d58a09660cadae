using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Identity;
using Risk.Testing;
using Shouldly;
using Xunit;
using Order = Risk.Scoring.Orders.Order;
using Role = Risk.ServiceDefaults.Identity.Role;

namespace Risk.Scoring.Tests.Orders;

/// <summary>Orders that are delivered in parts, grow, shrink, are closed and opened again.</summary>
[Collection(ScoringCollection.Name)]
public sealed class OrderLivesTests(ServiceFixture<ScoringService> scoring)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_that_was_delivered_in_part_is_judged_and_grows_by_its_whole_value(bool isDocumented)
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await Ordered(buyer, 100, isDocumented);
        await buyer.Record(Delivery(buyer, "D1", 60));

        var (same, more) = (await buyer.Check(100, "SO-1"), await buyer.Check(101, "SO-1"));
        await buyer.Grant(120);
        var grown = await buyer.Check(120, "SO-1");
        await buyer.Confirm(grown, "SO-1");

        (same.Outcome, same.Reservation, more.Outcome).ShouldBe((OrderOutcome.Approved, null, OrderOutcome.Held));
        (grown.Outcome, grown.Reservation.Amount.Amount).ShouldBe((OrderOutcome.Approved, "20.00"));
        (await buyer.Exposure()).ShouldBe("orders 60, delivered 60");
        (await buyer.Check(1, "SO-2")).Outcome.ShouldBe(OrderOutcome.Held);
        (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = grown.VerdictId })).Equal
            .ShouldBeTrue();
        await buyer.LedgerHolds();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_order_that_was_closed_and_is_confirmed_again_is_owed_again(bool isDocumented)
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await Ordered(buyer, 100, isDocumented);
        await buyer.Record(Delivery(buyer, "D1", 10));
        await buyer.Record(buyer.Document(DocumentKind.OrderClosed, "Z1", 90, (DocumentKind.Order, "SO-1")));
        (await buyer.Exposure()).ShouldBe("delivered 10");
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));

        await buyer.Confirm(await buyer.Check(100, "SO-1"), "SO-1");

        (await buyer.Exposure()).ShouldBe("orders 90, delivered 10");
        (await buyer.Check(1, "SO-2")).Outcome.ShouldBe(OrderOutcome.Held);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task What_an_order_shrinks_by_is_free_again()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await Ordered(buyer, 100, isDocumented: true);
        var shrunk = buyer.Document(DocumentKind.OrderClosed, "Z1", 70, (DocumentKind.Order, "SO-1"));
        shrunk.Links[0].Amount = buyer.Money(70);

        await buyer.Record(shrunk);

        (await buyer.Exposure()).ShouldBe("orders 30");
        (await buyer.Check(70, "SO-2")).Outcome.ShouldBe(OrderOutcome.Approved);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task An_order_document_that_is_older_than_what_the_order_grew_by_does_not_end_that()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var document = buyer.Document(DocumentKind.Order, "SO-1", 80);
        await Ordered(buyer, 80, isDocumented: false);
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));
        var grown = await buyer.Check(100, "SO-1");

        await buyer.Record(document);
        (await buyer.Confirm(grown, "SO-1")).ConfirmedAmount.Amount.ShouldBe("20.00");

        (await buyer.Exposure()).ShouldBe("orders 100");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_closed_order_keeps_nothing_reserved_and_is_not_held_any_more()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var reserved = await buyer.Check(80, "SO-1");
        var held = await buyer.Check(30, "SO-2");
        Document[] closed =
        [
            buyer.Document(DocumentKind.OrderClosed, "Z1", 80, (DocumentKind.Order, "SO-1")),
            buyer.Document(DocumentKind.OrderClosed, "Z2", 30, (DocumentKind.Order, "SO-2")),
        ];

        await buyer.Record(closed);

        (await buyer.Exposure()).ShouldBe("");
        var ended = (await scoring.PublishedAsync<ReservationEnded>(buyer.Id)).Single().Reservation;
        (ended.ReservationId, ended.State).ShouldBe((reserved.Reservation.ReservationId, ReservationState.Cancelled));
        var decided = (await scoring.PublishedAsync<HoldDecided>(buyer.Id)).Single().Hold;
        (decided.HoldId, decided.State).ShouldBe((held.HoldId, HoldState.Superseded));
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));
        var again = await buyer.Check(80, "SO-1");
        await buyer.Record(closed);
        await buyer.Confirm(again, "SO-1");
        (await buyer.Exposure()).ShouldBe("orders 80");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_sanction_with_an_end_that_is_still_to_come_is_a_sanction()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Change(c => c.LegalRecords.Add(new LegalRecord
        {
            Kind = LegalRecordKind.SanctionsMatch,
            RecordedOn = Amounts.ToContract(buyer.Today),
            EndedOn = Amounts.ToContract(buyer.Today.AddDays(1)),
        }));

        var today = await buyer.Check(10);
        var later = buyer.Order(10);
        (later.AsOfDate, later.DryRun) = (Amounts.ToContract(buyer.Today.AddDays(1)), true);

        today.Outcome.ShouldBe(OrderOutcome.Rejected);
        (await scoring.Client.Orders.CheckOrderAsync(later)).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    [Fact]
    public async Task A_hold_that_a_check_of_the_same_batch_took_the_place_of_is_not_rechecked()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var first = await buyer.Check(80, "SO-1");
        await buyer.Grant(100);
        OrderCall[] calls = [CallOf(buyer, 120, holdId: null), CallOf(buyer, 80, Guid.Parse(first.HoldId))];
        var database = scoring.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync();

        await scoring.Services.GetRequiredService<OrderBatch>().CheckAsync(connection, calls, waitForLocks: true);

        (await calls[0].Verdict).Outcome.ShouldBe(OrderOutcome.Held);
        (await Should.ThrowAsync<Grpc.Core.RpcException>(() => calls[1].Verdict)).StatusCode
            .ShouldBe(Grpc.Core.StatusCode.FailedPrecondition);
        (await buyer.Exposure()).ShouldBe("");
        (await scoring.SqlAsync<long>("SELECT count(*) FROM holds WHERE customer_id = $1 AND state = 1",
            Guid.Parse(buyer.Id))).ShouldBe(1);
    }

    private OrderCall CallOf(Buyer buyer, decimal amount, Guid? holdId) => new()
    {
        Order = new Order
        {
            CustomerId = Guid.Parse(buyer.Id),
            Currency = "CNY",
            Amount = amount,
            AsOf = buyer.Today,
            System = "erp",
            Id = "SO-1",
        },
        Caller = new Caller("test", "test", Role.None),
        HoldId = holdId,
    };

    private static async Task Ordered(Buyer buyer, decimal amount, bool isDocumented)
    {
        if (isDocumented)
            await buyer.Record(buyer.Document(DocumentKind.Order, "SO-1", amount));
        else
            await buyer.Confirm(await buyer.Check(amount, "SO-1"), "SO-1");
    }

    private static Document Delivery(Buyer buyer, string name, decimal amount) =>
        buyer.Document(DocumentKind.Delivery, name, amount, (DocumentKind.Order, "SO-1"));
}
