using Risk.Client;
using Risk.Intake.V1;
using Risk.Types.V1;

namespace Risk.MainJob.Steps;

/// <summary>What the documents of one currency say is open, added up from intake's documents alone.</summary>
internal sealed record OpenByDocuments(string CurrencyCode, decimal Open);

/// <summary>
/// Adds up all documents by currency, so that the page can set what they say against the ledger of scoring, which
/// was made from events: invoices less credit notes, payments, advances, honoured drafts and write-offs. A payment that
/// pays out credit notes is money that went the other way, and a reversal takes back what the document did.
/// </summary>
internal sealed class Reconcile(RiskClient client, ProgressBars progress)
{
    public Task<IReadOnlyList<OpenByDocuments>> RunAsync(CancellationToken cancellation) =>
        progress.RunAsync<IReadOnlyList<OpenByDocuments>>("reconcile documents and ledger", 1, async _ =>
        {
            var names = new Dictionary<(DocumentKind, string, string), string>();
            var effects = new Dictionary<string, (string Currency, decimal Amount)>(StringComparer.Ordinal);
            var reversals = new List<DocumentLink>();
            var documents = await AllPages.ReadAsync(
                token => client.Documents.ListDocumentsAsync(
                    new() { PageSize = 1000, PageToken = token }, cancellationToken: cancellation).ResponseAsync,
                page => page.Documents, page => page.NextPageToken);
            foreach (var document in documents)
            {
                names[NameOf(document.Kind, document.ExternalRef)] = document.DocumentId;
                effects[document.DocumentId] =
                    (document.Amount.CurrencyCode, Sign(document) * Amounts.Of(document.Amount));
                if (document.Kind == DocumentKind.Reversal)
                    reversals.AddRange(document.Links);
            }

            foreach (var link in reversals)
            {
                effects.Remove(link.DocumentId.Length > 0
                    ? link.DocumentId
                    : names.GetValueOrDefault(NameOf(link.Kind, link.ExternalRef), ""));
            }

            return [.. effects.Values
                .GroupBy(effect => effect.Currency, effect => effect.Amount, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new OpenByDocuments(group.Key, group.Sum()))];
        });

    private static (DocumentKind, string, string) NameOf(DocumentKind kind, ExternalRef name) =>
        (kind, name.System, name.Id);

    private static int Sign(Document document) => document.Kind switch
    {
        DocumentKind.Invoice => 1,
        DocumentKind.Payment when PaysOutCreditNotes(document) => 1,
        DocumentKind.CreditNote or DocumentKind.Payment or DocumentKind.Advance or DocumentKind.DraftHonoured
            or DocumentKind.WriteOff => -1,
        _ => 0,
    };

    private static bool PaysOutCreditNotes(Document payment) =>
        payment.Links.Any(link => link.Kind == DocumentKind.CreditNote)
        && !payment.Links.Any(link => link.Kind == DocumentKind.Invoice);
}
