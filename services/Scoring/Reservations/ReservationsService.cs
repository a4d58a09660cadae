using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

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

    /// <summary>Nobody gives the room of a reservation to another member of the group meanwhile.</summary>
    private async Task LockGroupAsync(Guid customerId, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(Connection);
        batch.Add("SELECT pg_advisory_xact_lock(hashtextextended(group_id::text, 5)) FROM credit_accounts "
            + "WHERE customer_id = $1 AND group_id IS NOT NULL").With(customerId);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private void Publish(Reservation reservation, DateTimeOffset now) =>
        outbox.Add(reservation.CustomerId.ToString(),
            new V1.ReservationEnded { Reservation = reservation.ToContract(now) });
}
