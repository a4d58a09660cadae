using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Reservations;

public sealed class ExpireReservationsTests(ServiceFixture<ScoringService> scoring)
    : IClassFixture<ServiceFixture<ScoringService>>
{
    [Fact]
    public async Task What_has_expired_is_free_at_once_and_swept_up_soon()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Check(100);
        (await buyer.Check(100)).Outcome.ShouldBe(OrderOutcome.Held);

        scoring.Clock.Advance(TimeSpan.FromSeconds(901));
        var free = await buyer.Check(60);

        free.Outcome.ShouldBe(OrderOutcome.Approved);
        free.Exposure.Reserved.Value.ShouldBe("0.00");
        await ServiceFixture<ScoringService>.UntilAsync(
            async () => await buyer.Exposure() == "reserved 60", "the sweep of the expired reservation");
        (await scoring.PublishedAsync<ReservationEnded>(buyer.Id)).Single().Reservation.State
            .ShouldBe(ReservationState.Expired);
        await buyer.LedgerHolds();
    }

    [Theory]
    [InlineData("own")]
    [InlineData("group")]
    [InlineData("release")]
    public async Task A_clock_that_is_behind_revives_no_reservation_whose_room_was_given_away(string way)
    {
        var head = await Buyer.WithLimit(scoring, 0);
        var (buyer, member) = (await Member(head), await Member(head));
        await head.Change(new CreditAccount { GroupLimit = head.Money(100) }, "group_limit");
        var first = await buyer.Check(100, "SO-1");
        await using var ahead = await Orders.SecondInstance.StartAsync(
            scoring, new Later(scoring.Clock, TimeSpan.FromSeconds(900)));

        var second = way == "own" ? await buyer.Check(100, "SO-2", by: ahead.Client)
            : way == "group" ? await member.Check(100, "SO-2", by: ahead.Client)
            : await Released(member, ahead);
        var refused = await Should.ThrowAsync<Grpc.Core.RpcException>(() => buyer.Confirm(first, "SO-1"));

        (first.Outcome, second.Outcome).ShouldBe((OrderOutcome.Approved, OrderOutcome.Approved));
        refused.StatusCode.ShouldBe(Grpc.Core.StatusCode.FailedPrecondition);
        (await scoring.SqlAsync<bool>("SELECT given_away OR state = 4 FROM reservations WHERE reservation_id = $1",
            Guid.Parse(first.Reservation.ReservationId))).ShouldBeTrue();
        await buyer.LedgerHolds();
    }

    private Task<Buyer> Member(Buyer head) => Buyer.WithLimit(scoring, 0, with: c => c.ParentCustomerId = head.Id);

    private async Task<OrderVerdict> Released(Buyer buyer, Orders.SecondInstance by)
    {
        var held = await buyer.Check(101, "SO-2", by: by.Client);
        held.Outcome.ShouldBe(OrderOutcome.Held);
        using var zhao = by.ClientWith(await Buyer.KeyOf(scoring, "zhao", Intake.V1.Role.Approver));
        return (await zhao.Holds.ReleaseHoldAsync(new() { HoldId = held.HoldId, Reason = "good" })).Verdict;
    }

    private sealed class Later(TimeProvider clock, TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + by;
    }

    [Fact]
    public async Task A_sweep_that_the_database_refuses_is_made_again()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Check(60);
        // A sequence keeps its count although the transaction is rolled back.
        await scoring.SqlAsync(
            """
            CREATE SEQUENCE refused_sweeps;
            CREATE FUNCTION refuse_sweep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
                $$ BEGIN PERFORM nextval('refused_sweeps'); RAISE 'not now'; END $$;
            CREATE TRIGGER refuse_sweep BEFORE UPDATE ON reservations FOR EACH ROW
                WHEN (NEW.state = 4) EXECUTE FUNCTION refuse_sweep();
            """);

        scoring.Clock.Advance(TimeSpan.FromSeconds(901));
        await ServiceFixture<ScoringService>.UntilAsync(
            () => scoring.SqlAsync<bool>("SELECT is_called FROM refused_sweeps"), "the refused sweep");
        await scoring.SqlAsync("DROP TRIGGER refuse_sweep ON reservations");

        await ServiceFixture<ScoringService>.UntilAsync(
            async () =>
            {
                scoring.Clock.Advance(TimeSpan.FromSeconds(5));
                return await buyer.Exposure() == "";
            },
            "the sweep after the refused one");
    }
}
