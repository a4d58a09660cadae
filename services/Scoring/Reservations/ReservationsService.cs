using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Reservations;

/// <summary>Turns reservations into orders, or gives them back.</summary>
internal sealed partial class ReservationsService(ScoringDb db, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.ReservationsService.ReservationsServiceBase
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>The reservation with its customer's account locked, which guards it.</summary>
    private async Task<Reservation> LockedAsync(string reservationId, CancellationToken ct)
    {
        if (!Guid.TryParse(reservationId, out var id))
            throw Refuse.NotFound("reservation", reservationId);
        var customerId = await db.Set<Reservation>().Where(r => r.ReservationId == id)
            .Select(r => (Guid?)r.CustomerId).SingleOrDefaultAsync(ct)
            ?? throw Refuse.NotFound("reservation", reservationId);
        await db.Set<CreditAccount>().LockedAsync(customerId, ct);
        return await db.Set<Reservation>().SingleAsync(r => r.ReservationId == id, ct);
    }

    private void Publish(Reservation reservation, DateTimeOffset now) =>
        outbox.Add(reservation.CustomerId.ToString(),
            new V1.ReservationEnded { Reservation = reservation.ToContract(now) });
}
