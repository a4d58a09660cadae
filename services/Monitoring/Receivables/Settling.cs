using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Monitoring.Receivables;

/// <summary>An amount that settled part of an invoice.</summary>
internal readonly record struct Fill(DateOnly On, decimal Amount, DocumentKind By)
{
    /// <summary>The instalment that it names, from 1 on; 0 when none.</summary>
    public int Instalment { get; init; }

    /// <summary>By money or a draft; a credit note or a write-off says nothing of how the customer pays.</summary>
    public bool IsPaid => By is DocumentKind.Payment or DocumentKind.Advance or DocumentKind.Draft;
}

/// <summary>An amount in dispute from a day, until it was resolved.</summary>
internal readonly record struct DisputeSpan(DateOnly From, DateOnly? Until, decimal Amount);

/// <summary>An invoice with what settles and disputes it, in the order of the days.</summary>
internal sealed record Invoice(BookDocument Document)
{
    public List<Fill> Fills { get; } = [.. Document.Carried];

    public List<DisputeSpan> Disputes { get; } = [];

    public decimal Open { get; set; } = Document.Amount - Document.Carried.Sum(f => f.Amount);
}

/// <summary>
/// What the documents of a component make of one another. It depends on which documents there are, never on the order
/// in which they came: credits are used up in the order of their days.
/// </summary>
internal sealed class Settling
{
    private readonly Dictionary<Guid, BookDocument> standing = [];
    private readonly Dictionary<Guid, Invoice> invoices = [];
    private readonly Dictionary<Guid, decimal> credits = [];

    private Settling(IReadOnlyCollection<BookDocument> documents)
    {
        foreach (var document in Standing(documents))
            standing[document.Id] = standing[document.NameKey] = document;
        foreach (var document in standing.Values.Where(d => d.Kind == DocumentKind.Invoice))
            invoices.TryAdd(document.Id, new Invoice(document));
        foreach (var document in standing.Values.Where(d => IsCredit(d.Kind)))
            credits.TryAdd(document.Id, document.Amount);
    }

    public IReadOnlyCollection<Invoice> Invoices => invoices.Values;

    public IEnumerable<BookDocument> InvoiceDocuments => invoices.Values.Select(i => i.Document);

    /// <summary>Drafts that were not paid, by currency and day.</summary>
    public List<(string Currency, DateOnly Day)> Dishonoured { get; } = [];

    public static Settling Of(IReadOnlyCollection<BookDocument> documents)
    {
        var settling = new Settling(documents);
        settling.LimitDrafts();
        settling.SettleInvoices();
        settling.Dispute();
        return settling;
    }

    public static bool IsCredit(DocumentKind kind) => kind
        is DocumentKind.Payment or DocumentKind.CreditNote or DocumentKind.Advance or DocumentKind.Draft
        or DocumentKind.WriteOff;

    /// <summary>What standing reversals undo; a reversal may itself be undone.</summary>
    public static HashSet<Guid> Undone(IReadOnlyCollection<BookDocument> documents)
    {
        var reversals = documents.Where(d => d.Kind == DocumentKind.Reversal && d.Links.Count > 0)
            .ToLookup(r => r.Links[0].Key);
        if (reversals.Count == 0)
            return [];
        var undone = new Dictionary<Guid, bool>();
        return [.. documents.Where(IsUndone).Select(d => d.Id)];

        bool IsUndone(BookDocument document)
        {
            if (undone.TryGetValue(document.Id, out var known))
                return known;
            // Reversals in a circle undo nothing.
            undone[document.Id] = false;
            return undone[document.Id] = reversals[document.Id].Concat(reversals[document.NameKey])
                .Any(reversal => !IsUndone(reversal));
        }
    }

    private static IEnumerable<BookDocument> Standing(IReadOnlyCollection<BookDocument> documents)
    {
        var undone = Undone(documents);
        return documents.Where(d => d.Kind != DocumentKind.Reversal && !undone.Contains(d.Id));
    }

    /// <summary>A draft that was not paid has settled no more than was honoured of it.</summary>
    private void LimitDrafts()
    {
        var dishonours = Of(DocumentKind.DraftDishonoured).ToList();
        if (dishonours.Count == 0)
            return;
        var honoured = new Dictionary<Guid, decimal>();
        foreach (var document in Of(DocumentKind.DraftHonoured))
        {
            foreach (var (draft, link) in Targets(document, DocumentKind.Draft))
            {
                honoured[draft.Id] =
                    honoured.GetValueOrDefault(draft.Id) + Math.Min(link.Amount ?? document.Amount, document.Amount);
            }
        }
        foreach (var document in dishonours)
        {
            foreach (var (draft, _) in Targets(document, DocumentKind.Draft))
            {
                credits[draft.Id] = Math.Min(draft.Amount, honoured.GetValueOrDefault(draft.Id));
                Dishonoured.Add((draft.Currency, document.IssuedOn));
            }
        }
    }

    private void SettleInvoices()
    {
        foreach (var claim in Claims.Of(this, credits.Keys.Select(id => standing[id])))
        {
            var (credit, invoice) = (claim.Credit, invoices[claim.Invoice.Id]);
            var wanted = claim.Link.Amount ?? PartOf(claim.Invoice, claim.Link.Instalment)?.Amount ?? decimal.MaxValue;
            var amount = Math.Min(wanted, Math.Min(credits[credit.Id], invoice.Open));
            if (amount <= 0)
                continue;
            credits[credit.Id] -= amount;
            invoice.Open -= amount;
            invoice.Fills.Add(new(credit.IssuedOn, amount, credit.Kind) { Instalment = claim.Link.Instalment });
        }
    }

    private static BookPart? PartOf(BookDocument invoice, int instalment) =>
        instalment >= 1 && instalment <= invoice.Parts.Count ? invoice.Parts[instalment - 1] : null;

    /// <summary>
    /// A dispute lasts until the first resolution of its invoice on or after its day, or until its own.
    /// </summary>
    private void Dispute()
    {
        var resolved = Of(DocumentKind.DisputeResolved)
            .SelectMany(d => Targets(d, DocumentKind.Invoice, DocumentKind.Dispute)
                .Select(t => (t.Target.Id, t.Target.Kind, d.IssuedOn)))
            .ToLookup(r => r.Id, r => (r.Kind, r.IssuedOn));
        foreach (var document in Of(DocumentKind.Dispute))
        {
            var rest = document.Amount;
            var targets = Targets(document, DocumentKind.Invoice).ToList();
            for (var i = 0; i < targets.Count; i++)
            {
                var (invoice, link) = targets[i];
                var amount = Math.Min(
                    rest, link.Amount ?? (i == targets.Count - 1 ? rest : Math.Min(rest, invoice.Amount)));
                rest -= amount;
                DateOnly? until = resolved[invoice.Id].Concat(resolved[document.Id])
                    .Where(r => r.Kind == DocumentKind.Dispute || r.IssuedOn >= document.IssuedOn)
                    .Select(r => (DateOnly?)r.IssuedOn).Min();
                invoices[invoice.Id].Disputes.Add(new(document.IssuedOn, until, amount));
            }
        }
    }

    public IEnumerable<BookDocument> Of(DocumentKind kind) =>
        standing.Where(d => d.Value.Kind == kind && d.Key == d.Value.Id).Select(d => d.Value)
            .OrderBy(d => d.IssuedOn).ThenBy(d => d.Id);

    /// <summary>The documents of these kinds that it links to, in its own currency.</summary>
    public IEnumerable<(BookDocument Target, BookLink Link)> Targets(
        BookDocument document, params DocumentKind[] kinds)
    {
        foreach (var link in document.Links)
        {
            if (standing.TryGetValue(link.Key, out var target) && kinds.Contains(target.Kind)
                && target.Currency == document.Currency)
            {
                yield return (target, link);
            }
        }
    }
}
