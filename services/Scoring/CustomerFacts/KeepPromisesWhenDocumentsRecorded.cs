using Microsoft.EntityFrameworkCore;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.CustomerFacts;

/// <summary>Keeps promises to pay and protective reschedulings; whether one is kept is asked of the ledger.</summary>
internal sealed class KeepPromisesWhenDocumentsRecorded(ScoringDb db) : IReaction<DocumentsRecorded>
{
    public async Task React(DocumentsRecorded fact, EventContext context, CancellationToken ct)
    {
        var customerId = Guid.Parse(fact.CustomerId);
        foreach (var document in fact.Documents)
        {
            if (document.Kind is not (DocumentKind.PromiseToPay or DocumentKind.ProtectiveRescheduling))
                continue;
            var id = Guid.Parse(document.DocumentId);
            await KeepAsync(customerId, LedgerDocument.Of(id, document.Kind, document), ct);
        }
    }

    private Task<int> KeepAsync(Guid customerId, LedgerDocument document, CancellationToken ct)
    {
        var (kind, dueOn) = ((short)document.Kind, document.DueOn ?? document.IssuedOn);
        Guid[] ids = [.. document.Links.Where(l => l.DocumentId is not null).Select(l => l.DocumentId!.Value)];
        string[] names = [.. document.Links.Where(l => l.DocumentId is null).Select(l => $"{l.System}|{l.Id}")];
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO promises (customer_id, document_id, kind, system, external_id, currency_code, amount, issued_on,
                due_on, invoice_ids, invoice_names)
            VALUES ({customerId}, {document.Id}, {kind}, {document.System}, {document.ExternalId}, {document.Currency},
                {document.Amount}, {document.IssuedOn}, {dueOn}, {ids}, {names})
            ON CONFLICT DO NOTHING
            """, ct);
    }
}
