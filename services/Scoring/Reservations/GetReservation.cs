using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Reservations;

partial class ReservationsService
{
    /// <summary>Returns a reservation.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Reservation> GetReservation(
        V1.GetReservationRequest request, ServerCallContext context)
    {
        var reservation = Guid.TryParse(request.ReservationId, out var id)
            ? await db.Set<Reservation>().AsNoTracking()
                .SingleOrDefaultAsync(r => r.ReservationId == id, context.CancellationToken)
            : null;
        return reservation?.ToContract(clock.GetUtcNow())
               ?? throw Refuse.NotFound("reservation", request.ReservationId);
    }
}
