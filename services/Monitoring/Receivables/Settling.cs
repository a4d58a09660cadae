using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Monitoring.Receivables;

/// <summary>An amount that settled part of an invoice.</summary>
internal readonly record struct Fill(DateOnly On, decimal Amount, DocumentKind By)
{
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
            foreach (var (draft, amount) in Targets(document, DocumentKind.Draft))
            {
                honoured[draft.Id] =
                    honoured.GetValueOrDefault(draft.Id) + Math.Min(amount ?? document.Amount, document.Amount);
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
        foreach (var (credit, invoice, wanted) in Claims())
        {
            var amount = Math.Min(wanted ?? decimal.MaxValue, Math.Min(credits[credit.Id], invoice.Open));
            if (amount <= 0)
                continue;
            credits[credit.Id] -= amount;
            invoice.Open -= amount;
            invoice.Fills.Add(new(credit.IssuedOn, amount, credit.Kind));
        }
    }

    /// <summary>
    /// Which credit goes to which invoice, in the order of the credits' days and of their links. Where both name each
    /// other, what the credit says counts.
    /// </summary>
    private IEnumerable<(BookDocument Credit, Invoice Invoice, decimal? Wanted)> Claims()
    {
        var claims = new List<(BookDocument Credit, Invoice Invoice, decimal? Wanted, int Place)>();
        foreach (var credit in credits.Keys.Select(id => standing[id]))
        {
            foreach (var ((invoice, amount), place) in Targets(credit, DocumentKind.Invoice).Select((t, i) => (t, i)))
                claims.Add((credit, invoices[invoice.Id], amount, place));
        }
        var named = claims.Select(c => (c.Credit.Id, c.Invoice.Document.Id)).ToHashSet();
        foreach (var invoice in invoices.Values)
        {
            foreach (var (credit, amount) in Targets(
                invoice.Document, DocumentKind.Advance, DocumentKind.Payment, DocumentKind.CreditNote))
            {
                if (!named.Contains((credit.Id, invoice.Document.Id)))
                    claims.Add((credit, invoice, amount, int.MaxValue));
            }
        }
        return claims.OrderBy(c => c.Credit.IssuedOn).ThenBy(c => c.Credit.Id).ThenBy(c => c.Place)
            .ThenBy(c => c.Invoice.Document.IssuedOn).ThenBy(c => c.Invoice.Document.Id)
            .Select(c => (c.Credit, c.Invoice, c.Wanted));
    }

    /// <summary>A dispute lasts until the first resolution on or after its day.</summary>
    private void Dispute()
    {
        var resolved = Of(DocumentKind.DisputeResolved)
            .SelectMany(d => Targets(d, DocumentKind.Invoice).Select(t => (t.Target.Id, d.IssuedOn)))
            .ToLookup(r => r.Id, r => r.IssuedOn);
        foreach (var document in Of(DocumentKind.Dispute).OrderBy(d => d.IssuedOn).ThenBy(d => d.Id))
        {
            foreach (var (invoice, _) in Targets(document, DocumentKind.Invoice))
            {
                DateOnly? until = resolved[invoice.Id].Where(day => day >= document.IssuedOn).Order()
                    .Select(day => (DateOnly?)day).FirstOrDefault();
                invoices[invoice.Id].Disputes.Add(new(document.IssuedOn, until, document.Amount));
            }
        }
    }

    private IEnumerable<BookDocument> Of(DocumentKind kind) =>
        standing.Where(d => d.Value.Kind == kind && d.Key == d.Value.Id).Select(d => d.Value)
            .OrderBy(d => d.IssuedOn).ThenBy(d => d.Id);

    /// <summary>The documents of these kinds that it links to, in its own currency.</summary>
    private IEnumerable<(BookDocument Target, decimal? Amount)> Targets(
        BookDocument document, params DocumentKind[] kinds)
    {
        foreach (var link in document.Links)
        {
            if (standing.TryGetValue(link.Key, out var target) && kinds.Contains(target.Kind)
                && target.Currency == document.Currency)
            {
                yield return (target, link.Amount);
            }
        }
    }
}
