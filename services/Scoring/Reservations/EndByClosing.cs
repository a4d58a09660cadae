using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Holds;
using Risk.Scoring.Storage;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Reservations;

/// <summary>An order that is closed keeps nothing reserved, and waits on no list: nobody wants it any more.</summary>
internal static class EndByClosing
{
    public static async Task<(IReadOnlyList<Reservation> Reservations, IReadOnlyList<Hold> Holds)> ApplyAsync(
        ScoringDb db, Guid customerId, IEnumerable<IntakeV1.Document> documents, DateTimeOffset now,
        CancellationToken ct)
    {
        var closed = documents.Where(d => d.Kind == IntakeV1.DocumentKind.OrderClosed)
            .SelectMany(d => d.Links.Where(l => l.ExternalRef is not null && l.Amount is null)
                .Select(l => (l.ExternalRef.System, l.ExternalRef.Id, At: d.RecordedAt?.ToDateTimeOffset())))
            .ToList();
        if (closed.Count == 0)
            return ([], []);
        var ids = closed.Select(c => c.Id).Distinct().ToArray();
        await db.Set<CreditAccount>().LockedAsync(customerId, ct);
        var reservations = (await db.Set<Reservation>()
                .Where(r => r.CustomerId == customerId && r.State == V1.ReservationState.Active
                    && ids.Contains(r.OrderId))
                .ToListAsync(ct))
            .Where(r => r.State == V1.ReservationState.Active && IsClosed(r.OrderSystem, r.OrderId, r.CreatedAt))
            .ToList();
        var holds = (await db.Set<Hold>()
                .Where(h => h.CustomerId == customerId && h.State == V1.HoldState.Open && ids.Contains(h.OrderId))
                .ToListAsync(ct))
            .Where(h => IsClosed(h.OrderSystem, h.OrderId, h.HeldAt)).ToList();
        foreach (var reservation in reservations)
            reservation.Cancel(now);
        foreach (var hold in holds)
            hold.Supersede(now);
        if (reservations.Count > 0)
            await ReservedAmounts.ReleaseAsync((NpgsqlConnection)db.Database.GetDbConnection(), reservations, now, ct);
        return (reservations, holds);

        // What was checked after the order was closed is the order opened again.
        bool IsClosed(string system, string id, DateTimeOffset since) =>
            closed.Exists(c => (c.System, c.Id) == (system, id) && !(c.At < since));
    }
}
