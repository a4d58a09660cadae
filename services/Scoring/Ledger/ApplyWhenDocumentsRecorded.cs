using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Ledger;

/// <summary>
/// Applies a customer's documents to its ledger, all of an event at once, and tells the new exposure.
/// </summary>
internal sealed class ApplyWhenDocumentsRecorded(ScoringDb db, Outbox outbox, TimeProvider clock)
    : IReaction<IntakeV1.DocumentsRecorded>
{
    public async Task React(IntakeV1.DocumentsRecorded fact, EventContext context, CancellationToken ct)
    {
        var customerId = Guid.Parse(fact.CustomerId);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var currency = LimitPolicy.Shipped.CurrencyDefault;
        await OpenAccount.EnsureAsync(connection, customerId, currency, clock.GetUtcNow(), ct);
        var documents = fact.Documents
            .Select(d => (LedgerDocument.Of(Guid.Parse(d.DocumentId), d.Kind, d), LedgerDocument.Compact(d)))
            .ToList();
        var exposures = await CustomerBooks.ApplyAsync(connection, customerId, documents, clock.GetUtcNow(), ct);
        if (exposures is null)
            return;
        outbox.Add(fact.CustomerId, new V1.ExposureChanged
        {
            CustomerId = fact.CustomerId,
            ExposuresByCurrency = { exposures.Select(e => e.ToContract()) },
        });
    }
}
