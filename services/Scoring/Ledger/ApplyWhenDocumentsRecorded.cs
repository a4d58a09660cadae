using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Reservations;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Ledger;

/// <summary>
/// Applies a customer's documents to its ledger, all of an event at once, and tells the new exposure.
/// </summary>
internal sealed class ApplyWhenDocumentsRecorded(ScoringDb db, Outbox outbox, AuditLog audit, TimeProvider clock)
    : IReaction<IntakeV1.DocumentsRecorded>
{
    public async Task React(IntakeV1.DocumentsRecorded fact, EventContext context, CancellationToken ct)
    {
        var (customerId, now) = (Guid.Parse(fact.CustomerId), clock.GetUtcNow());
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await OpenAccount.EnsureAsync(connection, customerId, LimitPolicy.Shipped.CurrencyDefault, now, ct);
        foreach (var confirmed in await ConfirmByOrders.ApplyAsync(db, customerId, fact.Documents, now, ct))
        {
            var ended = new V1.ReservationEnded { Reservation = confirmed.ToContract(now) };
            outbox.Add(fact.CustomerId, ended);
            audit.Add(context, "reservations.confirm", fact.CustomerId, ended.Reservation);
        }
        await EndWhatIsClosedAsync(fact, context, now, ct);
        var documents = fact.Documents
            .Select(d => (LedgerDocument.Of(Guid.Parse(d.DocumentId), d.Kind, d), LedgerDocument.Compact(d)))
            .ToList();
        var exposures = await CustomerBooks.ApplyAsync(connection, customerId, documents, now, ct);
        if (exposures is null)
            return;
        var told = new V1.ExposureChanged
        {
            CustomerId = fact.CustomerId,
            ExposuresByCurrency = { exposures.Select(e => e.ToContract()) },
        };
        outbox.Add(fact.CustomerId, told);
        audit.Add(context, "ledger.apply", fact.CustomerId, told);
    }

    private async Task EndWhatIsClosedAsync(
        IntakeV1.DocumentsRecorded fact, EventContext context, DateTimeOffset now, CancellationToken ct)
    {
        var (reservations, holds) =
            await EndByClosing.ApplyAsync(db, Guid.Parse(fact.CustomerId), fact.Documents, now, ct);
        foreach (var reservation in reservations)
        {
            var ended = new V1.ReservationEnded { Reservation = reservation.ToContract(now) };
            outbox.Add(fact.CustomerId, ended);
            audit.Add(context, "reservations.cancel", fact.CustomerId, ended.Reservation);
        }
        foreach (var hold in holds)
        {
            var decided = new V1.HoldDecided { Hold = hold.ToContract(legalName: "") };
            outbox.Add(fact.CustomerId, decided);
            audit.Add(context, "holds.supersede", fact.CustomerId, decided.Hold);
        }
    }
}
