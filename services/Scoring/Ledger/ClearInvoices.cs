using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Scoring.Ledger;

partial class CustomerLedger
{
    /// <summary>
    /// Settles the invoices of a clearing from its credits, the first from the first: what each side names adds up to
    /// its amount, so that nothing depends on what has come before it.
    /// </summary>
    private void Clear(LedgerDocument document)
    {
        var credits = new Queue<(Line Credit, decimal Left)>(
            Targets(document, LineKind.Payment, LineKind.CreditNote, LineKind.Advance, LineKind.Draft)
                .Select(t => (Paying(t.Line), t.Link.Amount ?? document.Amount)));
        var rest = 0m;
        Line? credit = null;
        foreach (var (link, invoice) in Targets(document, LineKind.Invoice))
        {
            var wanted = link.Amount ?? document.Amount;
            while (wanted > 0 && (rest > 0 || credits.Count > 0))
            {
                if (rest == 0)
                    (credit, rest) = credits.Dequeue();
                var amount = Math.Min(wanted, rest);
                Allocate(credit!, invoice, new(amount, link.Part), document.Id);
                wanted -= amount;
                rest -= amount;
            }
        }
    }

    private Line Paying(Line line) =>
        line.Name.Kind == LineKind.Draft ? At(line.Name with { Kind = LineKind.DraftCredit }) : line;

    private void ApplyDispute(LedgerDocument document)
    {
        var rest = document.Amount;
        var targets = Targets(document, LineKind.Invoice).ToList();
        for (var i = 0; i < targets.Count; i++)
        {
            var (link, invoice) = targets[i];
            Touch(invoice);
            if (document.Kind == DocumentKind.DisputeResolved)
            {
                Resolve(invoice, document);
                continue;
            }
            var disputed = Wanted(link, invoice, rest, isLast: i == targets.Count - 1);
            rest -= disputed;
            if (IsResolved(invoice, document.IssuedOn, document.RecordedAt))
                continue;
            invoice.Disputes = [.. invoice.Disputes, new(document.IssuedOn, document.RecordedAt, disputed)];
        }
    }

    /// <summary>Ends the disputes of the invoice up to its day; of that day those recorded before it.</summary>
    private static void Resolve(Line invoice, LedgerDocument document)
    {
        if (IsResolved(invoice, document.IssuedOn, document.RecordedAt))
            return;
        (invoice.DisputeResolvedOn, invoice.DisputeResolvedAt) = (document.IssuedOn, document.RecordedAt);
        invoice.Disputes = [.. invoice.Disputes.Where(d => !IsResolved(invoice, d.On, d.At))];
    }

    private static bool IsResolved(Line invoice, DateOnly on, DateTimeOffset at) =>
        on < invoice.DisputeResolvedOn
        || (on == invoice.DisputeResolvedOn && !(at > invoice.DisputeResolvedAt));
}
