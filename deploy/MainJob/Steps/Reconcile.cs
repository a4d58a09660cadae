using Risk.Client;
using Risk.Intake.V1;

namespace Risk.MainJob.Steps;

/// <summary>What the documents of one currency say is open, added up from intake's documents alone.</summary>
internal sealed record OpenByDocuments(string CurrencyCode, long Documents, decimal Invoiced, decimal Settled)
{
    public decimal Open => Invoiced - Settled;
}

/// <summary>
/// Adds up all documents by currency, so that the page can set what they say against the ledger of scoring, which
/// was made from events: invoices less credit notes, payments, advances, honoured drafts and write-offs.
/// </summary>
internal sealed class Reconcile(RiskClient client, ProgressBars progress)
{
    public Task<IReadOnlyList<OpenByDocuments>> RunAsync(CancellationToken cancellation) =>
        progress.RunAsync<IReadOnlyList<OpenByDocuments>>("reconcile documents and ledger", 1, async _ =>
        {
            var sums = new SortedDictionary<string, OpenByDocuments>(StringComparer.Ordinal);
            var request = new ListDocumentsRequest { PageSize = 1000 };
            do
            {
                var page = await client.Documents.ListDocumentsAsync(request, cancellationToken: cancellation);
                foreach (var document in page.Documents)
                {
                    Add(sums, document);
                }

                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);

            return [.. sums.Values];
        });

    private static void Add(SortedDictionary<string, OpenByDocuments> sums, Document document)
    {
        var currency = document.Amount.CurrencyCode;
        var sum = sums.GetValueOrDefault(currency) ?? new(currency, 0, 0, 0);
        var (invoiced, settled) = Effect(document.Kind, Amounts.Of(document.Amount));
        sums[currency] = sum with
        {
            Documents = sum.Documents + 1,
            Invoiced = sum.Invoiced + invoiced,
            Settled = sum.Settled + settled,
        };
    }

    private static (decimal Invoiced, decimal Settled) Effect(DocumentKind kind, decimal amount) => kind switch
    {
        DocumentKind.Invoice => (amount, 0),
        DocumentKind.CreditNote or DocumentKind.Payment or DocumentKind.Advance or DocumentKind.DraftHonoured
            or DocumentKind.WriteOff => (0, amount),
        DocumentKind.Reversal => throw new JobException(
            "The imported files hold reversals; the main job's reconciliation does not know what they undo."),
        _ => (0, 0),
    };
}
