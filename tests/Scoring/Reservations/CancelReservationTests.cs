using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Reservations;

[Collection(ScoringCollection.Name)]
public sealed class CancelReservationTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task What_was_reserved_is_given_back_once_however_often_it_is_cancelled()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var (kept, given) = (await buyer.Check(30), await buyer.Check(40));

        for (var i = 0; i < 2; i++)
            (await Cancel(given)).State.ShouldBe(ReservationState.Cancelled);

        (await buyer.Exposure()).ShouldBe("reserved 30");
        (await scoring.PublishedAsync<ReservationEnded>(buyer.Id)).Select(e => e.Reservation.State)
            .ShouldBe([ReservationState.Cancelled]);
        kept.Reservation.State.ShouldBe(ReservationState.Active);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task What_has_become_an_order_is_not_cancelled_any_more()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var verdict = await buyer.Check(40);
        await buyer.Confirm(verdict, "SO-1");

        (await Should.ThrowAsync<RpcException>(() => Cancel(verdict))).StatusCode
            .ShouldBe(StatusCode.FailedPrecondition);

        (await buyer.Exposure()).ShouldBe("orders 40");
    }

    private async Task<Reservation> Cancel(OrderVerdict verdict) =>
        await scoring.Client.Reservations.CancelReservationAsync(
            new() { ReservationId = verdict.Reservation.ReservationId });
}
