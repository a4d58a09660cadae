using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

[Collection(ScoringCollection.Name)]
public sealed class CheckOrderAgainTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task The_same_order_checked_again_is_reserved_once()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var first = await buyer.Check(80, "SO-1");

        var again = await buyer.Check(90, "SO-1");

        (again.Outcome, again.Exposure.Total.Value).ShouldBe((OrderOutcome.Approved, "0.00"));
        (await buyer.Exposure()).ShouldBe("reserved 90");
        var ended = (await scoring.PublishedAsync<ReservationEnded>(buyer.Id)).Single().Reservation;
        (ended.ReservationId, ended.State).ShouldBe((first.Reservation.ReservationId, ReservationState.Cancelled));
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE subject = $1 "
            + "AND action = 'reservations.cancel'", buyer.Id)).ShouldBe(1);
        (await Should.ThrowAsync<RpcException>(() => buyer.Confirm(first, "SO-1"))).StatusCode
            .ShouldBe(StatusCode.FailedPrecondition);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task However_often_an_order_is_checked_at_once_one_reservation_remains()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => buyer.Check(80, "SO-1")));

        verdicts.ShouldAllBe(v => v.Outcome == OrderOutcome.Approved);
        (await buyer.Exposure()).ShouldBe("reserved 80");
        (await scoring.SqlAsync<long>("SELECT count(*) FROM reservations WHERE customer_id = $1 AND state = 1",
            Guid.Parse(buyer.Id))).ShouldBe(1);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_dry_run_of_a_reserved_order_leaves_the_reservation_alone()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Check(80, "SO-1");
        var trial = buyer.Order(100, "SO-1");
        trial.DryRun = true;

        (await scoring.Client.Orders.CheckOrderAsync(trial)).Outcome.ShouldBe(OrderOutcome.Approved);

        (await buyer.Exposure()).ShouldBe("reserved 80");
    }

    [Fact]
    public async Task An_open_order_does_not_count_against_itself_and_reserves_what_it_grows_by()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Document(DocumentKind.Order, "SO-1", 80));

        var same = await buyer.Check(80, "SO-1");
        var grown = await buyer.Check(100, "SO-1");

        (same.Outcome, same.Reservation).ShouldBe((OrderOutcome.Approved, null));
        (grown.Outcome, grown.Reservation.Amount.Amount).ShouldBe((OrderOutcome.Approved, "20.00"));
        (await buyer.Exposure()).ShouldBe("reserved 20, orders 80");
        await buyer.Confirm(grown, "SO-1");
        (await buyer.Exposure()).ShouldBe("orders 100");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_confirmation_of_an_order_that_was_recorded_before_adds_nothing_twice()
    {
        var buyer = await Buyer.WithLimit(scoring, 200);
        await buyer.Record(buyer.Document(DocumentKind.Order, "SO-1", 80));
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));
        var unnamed = await buyer.Check(80);

        await buyer.Confirm(unnamed, "SO-1");

        (await buyer.Exposure()).ShouldBe("orders 80");
        await buyer.LedgerHolds();
    }

    [Theory]
    [InlineData(80, "orders 80")]
    [InlineData(60, "orders 60")]
    [InlineData(90, "orders 90")]
    public async Task An_order_document_of_the_reserved_name_confirms_its_reservation(int ordered, string exposure)
    {
        var buyer = await Buyer.WithLimit(scoring, 200);
        var verdict = await buyer.Check(80, "SO-1");

        await buyer.Record(buyer.Document(DocumentKind.Order, "SO-1", ordered));

        (await buyer.Exposure()).ShouldBe(exposure);
        var ended = (await scoring.PublishedAsync<ReservationEnded>(buyer.Id)).Single().Reservation;
        (ended.ReservationId, ended.State).ShouldBe((verdict.Reservation.ReservationId, ReservationState.Confirmed));
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE subject = $1 "
            + "AND action = 'reservations.confirm'", buyer.Id)).ShouldBe(1);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_hold_that_a_later_check_supersedes_is_told_and_audited()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var first = await buyer.Check(80, "SO-1");

        await buyer.Check(90, "SO-1");

        var told = (await scoring.PublishedAsync<HoldDecided>(buyer.Id)).Single().Hold;
        (told.HoldId, told.State, told.Amount.Amount).ShouldBe((first.HoldId, HoldState.Superseded, "80.00"));
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE subject = $1 "
            + "AND action = 'holds.supersede'", buyer.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Only_risk_has_an_order_bound_to_another_day()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        using var sales = await Buyer.SomebodyElse(scoring, "li", Role.Sales);
        using var risk = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);
        var order = buyer.Order(10);
        order.AsOfDate = Amounts.ToContract(buyer.Today.AddDays(-1));

        (await Should.ThrowAsync<RpcException>(async () => await sales.Orders.CheckOrderAsync(order))).StatusCode
            .ShouldBe(StatusCode.PermissionDenied);
        (await risk.Orders.CheckOrderAsync(order)).Outcome.ShouldBe(OrderOutcome.Approved);
        order.DryRun = true;
        (await sales.Orders.CheckOrderAsync(order)).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    [Fact]
    public async Task Without_master_data_or_with_a_parked_event_an_order_is_not_judged()
    {
        var (unknown, parked) = (await Buyer.WithLimit(scoring, 100), await Buyer.WithLimit(scoring, 100));
        await scoring.SqlAsync("DELETE FROM customers WHERE customer_id = $1", Guid.Parse(unknown.Id));
        await scoring.SqlAsync("INSERT INTO parked_events (event_id, producer, partition, sequence, xid, row_id, type, "
            + "subject, time, body, error, attempts) VALUES ($1, 'intake', 0, 1, '1', 1, 'x', $2, now(), '', 'x', 1)",
            Guid.CreateVersion7(), parked.Id);

        foreach (var buyer in (Buyer[])[unknown, parked])
        {
            var verdict = await buyer.Check(10);

            verdict.Outcome.ShouldBe(OrderOutcome.NotEvaluated);
            verdict.Checks.Where(c => c.Outcome == CheckOutcome.NotEvaluated)
                .ShouldAllBe(c => c.Reason == "FACTS_BEHIND");
        }
        await scoring.SqlAsync("UPDATE parked_events SET replayed_at = now() WHERE subject = $1", parked.Id);
        (await parked.Check(10)).Outcome.ShouldBe(OrderOutcome.Approved);
    }
}
