using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Reservations;

[Collection(ScoringCollection.Name)]
public sealed class GetReservationTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_reservation_is_returned_as_the_check_gave_it()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var given = (await buyer.Check(40, "SO-1")).Reservation;

        var found = await scoring.Client.Reservations.GetReservationAsync(
            new() { ReservationId = given.ReservationId });

        found.ReservationId.ShouldBe(given.ReservationId);
        (found.State, found.Amount, found.OrderRef.Id).ShouldBe((ReservationState.Active, given.Amount, "SO-1"));
    }

    [Fact]
    public async Task One_that_there_is_not_is_not_found() =>
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Reservations.GetReservationAsync(
            new() { ReservationId = Guid.CreateVersion7().ToString() }))).StatusCode.ShouldBe(StatusCode.NotFound);
}
