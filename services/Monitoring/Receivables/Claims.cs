using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Monitoring.Receivables;

/// <summary>That a credit is to settle an invoice, as the link says: so much, or as much as fits.</summary>
internal readonly record struct Claim(BookDocument Credit, BookDocument Invoice, BookLink Link);

/// <summary>
/// Which credit goes to which invoice, in the order of the credits' days and of their links; what clearings say comes
/// after what a credit says itself. Where credit and invoice name each other, what the credit says counts.
/// </summary>
internal sealed class Claims
{
    private readonly List<(Claim Claim, int Place)> all = [];
    private readonly HashSet<(Guid, Guid)> named = [];

    public static IEnumerable<Claim> Of(Settling settling, IEnumerable<BookDocument> credits)
    {
        var claims = new Claims();
        foreach (var credit in credits)
            claims.AddLinksOf(credit, settling);
        claims.AddNamedByInvoices(settling);
        var place = int.MaxValue / 2;
        foreach (var clearing in settling.Of(DocumentKind.Clearing))
            claims.AddClearing(clearing, settling, ref place);
        return claims.all.OrderBy(c => c.Claim.Credit.IssuedOn).ThenBy(c => c.Claim.Credit.Id).ThenBy(c => c.Place)
            .ThenBy(c => c.Claim.Invoice.IssuedOn).ThenBy(c => c.Claim.Invoice.Id)
            .Select(c => c.Claim);
    }

    private void AddLinksOf(BookDocument credit, Settling settling)
    {
        var invoices = settling.Targets(credit, DocumentKind.Invoice).ToList();
        for (var i = 0; i < invoices.Count; i++)
        {
            all.Add((new(credit, invoices[i].Target, invoices[i].Link), i));
            named.Add((credit.Id, invoices[i].Target.Id));
        }
        if (credit.Kind != DocumentKind.Payment)
            return;
        // A payment that names credit notes nets them with the invoices that it names.
        foreach (var (note, link) in settling.Targets(credit, DocumentKind.CreditNote))
        {
            foreach (var (invoice, _) in invoices)
                AddOnce(new(note, invoice, link));
        }
    }

    private void AddNamedByInvoices(Settling settling)
    {
        foreach (var invoice in settling.InvoiceDocuments)
        {
            foreach (var (credit, link) in settling.Targets(
                invoice, DocumentKind.Advance, DocumentKind.Payment, DocumentKind.CreditNote))
            {
                AddOnce(new(credit, invoice, link));
            }
        }
    }

    private void AddOnce(Claim claim)
    {
        if (named.Add((claim.Credit.Id, claim.Invoice.Id)))
            all.Add((claim, int.MaxValue / 4));
    }

    /// <summary>The invoices of a clearing from its credits, the first from the first.</summary>
    private void AddClearing(BookDocument clearing, Settling settling, ref int place)
    {
        var credits = new Queue<(BookDocument Credit, decimal Left)>(settling.Targets(
            clearing, DocumentKind.Payment, DocumentKind.CreditNote, DocumentKind.Advance, DocumentKind.Draft)
            .Select(t => (t.Target, t.Link.Amount ?? clearing.Amount)));
        (BookDocument? credit, var left) = (null, 0m);
        foreach (var (invoice, link) in settling.Targets(clearing, DocumentKind.Invoice))
        {
            var wanted = link.Amount ?? clearing.Amount;
            while (wanted > 0 && (left > 0 || credits.Count > 0))
            {
                if (left == 0)
                    (credit, left) = credits.Dequeue();
                var amount = Math.Min(wanted, left);
                all.Add((new(credit!, invoice, link with { Amount = amount }), place++));
                wanted -= amount;
                left -= amount;
            }
        }
    }
}
