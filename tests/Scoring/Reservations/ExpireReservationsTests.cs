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
}
