using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Risk.Scoring.Storage;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Reservations;

/// <summary>
/// An order document that names its reservation confirms it. The document opens the order line itself, so all that was
/// reserved is given back.
/// </summary>
internal static class ConfirmByOrders
{
    public static async Task<IReadOnlyList<Reservation>> ApplyAsync(
        ScoringDb db, Guid customerId, IEnumerable<IntakeV1.Document> documents, DateTimeOffset now,
        CancellationToken ct)
    {
        var orders = documents
            .Where(d => d.Kind == IntakeV1.DocumentKind.Order && Guid.TryParse(d.ReservationId, out _))
            .GroupBy(d => Guid.Parse(d.ReservationId)).ToDictionary(g => g.Key, g => g.First());
        if (orders.Count == 0)
            return [];
        await db.Set<CreditAccount>().LockedAsync(customerId, ct);
        var named = orders.Keys.ToArray();
        var reservations = await db.Set<Reservation>()
            .Where(r => r.CustomerId == customerId && named.Contains(r.ReservationId)
                && r.State == V1.ReservationState.Active)
            .ToListAsync(ct);
        if (reservations.Count == 0)
            return [];
        foreach (var reservation in reservations)
        {
            var order = orders[reservation.ReservationId];
            (reservation.OrderSystem, reservation.OrderId) = (order.ExternalRef.System, order.ExternalRef.Id);
            var ordered = order.Amount.CurrencyCode == reservation.CurrencyCode
                ? Amounts.ToDecimal(order.Amount)
                : reservation.Amount;
            reservation.Confirm(Math.Min(ordered, reservation.Amount), now);
        }
        await ReservedAmounts.ReleaseAsync((NpgsqlConnection)db.Database.GetDbConnection(), reservations, now, ct);
        return reservations;
    }
}
