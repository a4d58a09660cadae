using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Reservations;

partial class ReservationsService
{
    /// <summary>Gives the reserved value back. Cancelling twice, or what has expired, changes nothing.</summary>
    [Roles(Role.Integrator | Role.Sales | Role.Finance | Role.Risk)]
    public override async Task<V1.Reservation> CancelReservation(
        V1.CancelReservationRequest request, ServerCallContext context)
    {
        var (now, ct) = (clock.GetUtcNow(), context.CancellationToken);
        await using var transaction = await db.BeginOwnAsync(ct);
        var reservation = await LockedAsync(request.ReservationId, ct);
        switch (reservation.StateAt(now))
        {
            case V1.ReservationState.Confirmed:
                throw Refuse.Precondition("RESERVATION_CONFIRMED", new(
                    "The reservation has become an order already.", "该预留已转为订单，无法取消。"));
            case V1.ReservationState.Active:
                reservation.Cancel(now);
                await ReservedAmounts.ReleaseAsync(Connection, [reservation], now, ct);
                Publish(reservation, now);
                audit.Add(context, "reservations.cancel", reservation.CustomerId.ToString(),
                    reservation.ToContract(now));
                await db.SaveChangesAsync(ct);
                break;
        }
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return reservation.ToContract(now);
    }
}
