using Risk.Intake.V1;
using Risk.Monitoring.Facts;
using Risk.ServiceDefaults.Events;

namespace Risk.Monitoring.Receivables;

/// <summary>Enters the documents that make, settle or dispute receivables; they may come in any order.</summary>
internal sealed class BookWhenDocumentsRecorded(FactRun facts) : IReaction<DocumentsRecorded>
{
    public Task React(DocumentsRecorded fact, EventContext context, CancellationToken ct)
    {
        var run = facts.Of(fact.CustomerId, context);
        foreach (var document in fact.Documents.Where(BookDocument.Matters))
        {
            run.Documents.Add(new(BookDocument.Of(document), BookDocument.Compact(document)));
            if (document.ImportId.Length > 0)
                run.ImportIds.Add(Guid.Parse(document.ImportId));
        }
        return Task.CompletedTask;
    }
}
