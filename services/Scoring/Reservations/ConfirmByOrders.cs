using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Ledger;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Storage;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Reservations;

/// <summary>
/// An order document that names its reservation, or has the name of the order that was reserved, confirms it. The
/// document opens the order line itself, so all that was reserved is given back.
/// </summary>
internal static class ConfirmByOrders
{
    public static async Task<IReadOnlyList<Reservation>> ApplyAsync(
        ScoringDb db, Guid customerId, IEnumerable<IntakeV1.Document> documents, DateTimeOffset now,
        CancellationToken ct)
    {
        var orders = documents.Where(d => NameOf(d) is not null).ToList();
        if (orders.Count == 0)
            return [];
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        if (!await LockWithReservationsAsync(connection, customerId, ct))
            return [];
        var active = await db.Set<Reservation>()
            .Where(r => r.CustomerId == customerId && r.State == V1.ReservationState.Active).ToListAsync(ct);
        var confirmed = new List<Reservation>();
        foreach (var order in orders)
        {
            if (active.Find(r => IsFor(order, r)) is { } reservation && active.Remove(reservation))
                confirmed.Add(Confirm(reservation, order, now));
        }
        if (confirmed.Count > 0)
            await ReservedAmounts.ReleaseAsync(connection, confirmed, now, ct);
        return confirmed;
    }

    /// <summary>
    /// By its id, or by the name of the order. A document that was recorded before the reservation and says less is
    /// what the order was before it grew.
    /// </summary>
    private static bool IsFor(IntakeV1.Document order, Reservation reservation)
    {
        if (Guid.TryParse(order.ReservationId, out var id))
            return id == reservation.ReservationId;
        return reservation.OrderId.Length > 0 && reservation.OrderId == NameOf(order)!.Id
            && reservation.OrderSystem == NameOf(order)!.System
            && reservation.CurrencyCode == order.Amount.CurrencyCode
            && (order.RecordedAt?.ToDateTimeOffset() >= reservation.CreatedAt
                || Amounts.ToDecimal(order.Amount) >= reservation.OrderedBefore + reservation.Amount);
    }

    /// <summary>What the order is called that the document says the value of; null when it says none.</summary>
    private static Types.V1.ExternalRef? NameOf(IntakeV1.Document document) => document.Kind switch
    {
        IntakeV1.DocumentKind.Order => document.ExternalRef,
        IntakeV1.DocumentKind.OrderChanged => document.Links.Count > 0 ? document.Links[0].ExternalRef : null,
        _ => null,
    };

    private static Reservation Confirm(Reservation reservation, IntakeV1.Document order, DateTimeOffset now)
    {
        (reservation.OrderSystem, reservation.OrderId) = (NameOf(order)!.System, NameOf(order)!.Id);
        var ordered = order.Amount.CurrencyCode == reservation.CurrencyCode
            ? Amounts.ToDecimal(order.Amount)
            : reservation.OrderedBefore + reservation.Amount;
        var grown = Math.Min(ordered - reservation.OrderedBefore, reservation.Amount);
        if (grown > 0)
            reservation.Confirm(grown, now);
        else
            reservation.Cancel(now);
        return reservation;
    }

    /// <summary>Locks the account, which guards reservations, and tells whether any is active.</summary>
    private static async Task<bool> LockWithReservationsAsync(
        NpgsqlConnection connection, Guid customerId, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("SELECT 1 FROM credit_accounts WHERE customer_id = $1 FOR UPDATE").With(customerId);
        batch.Add("SELECT EXISTS (SELECT FROM reservations WHERE customer_id = $1 AND state = 1)").With(customerId);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await reader.ReadAsync(ct) && reader.GetBoolean(0);
    }
}
