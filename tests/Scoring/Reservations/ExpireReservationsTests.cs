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
