using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Scoring.Ledger;

partial class CustomerLedger
{
    /// <summary>Settles the invoices that it links to; the rest waits unallocated.</summary>
    private void ApplyCredit(LedgerDocument document, LineKind kind)
    {
        var credit = Arrive(document, kind);
        if (kind == LineKind.Advance)
            Earmark(document, credit);
        var invoices = Targets(document, LineKind.Invoice).ToList();
        foreach (var (link, invoice) in invoices)
            Meet(credit, invoice, link.Amount);
        if (kind == LineKind.Payment)
            UseNotes(document, credit, [.. invoices.Select(i => i.Line)]);
        SettlePending(credit);
    }

    /// <summary>
    /// A payment that names credit notes nets them with the invoices that it names; without any it pays them out.
    /// </summary>
    private void UseNotes(LedgerDocument document, Line payment, List<Line> invoices)
    {
        foreach (var (link, note) in Targets(document, LineKind.CreditNote))
        {
            if (invoices.Count == 0)
                Meet(payment, note, link.Amount);
            foreach (var invoice in invoices)
                Meet(note, invoice, link.Amount);
        }
    }

    /// <summary>An advance that links to an order is for it; of several orders for the first.</summary>
    private void Earmark(LedgerDocument document, Line advance)
    {
        foreach (var (_, order) in Targets(document, LineKind.Order).Take(1))
        {
            advance.OrderLineId = order.Id;
            Changes.Lines.Add(order);
        }
    }

    /// <summary>A draft settles invoices as a payment does, and is owed itself until it is honoured.</summary>
    private void ApplyDraft(LedgerDocument document)
    {
        var draft = Arrive(document, LineKind.Draft);
        var credit = Arrive(document, LineKind.DraftCredit);
        if (draft.Closed)
        {
            credit.Closed = true;
            return;
        }
        foreach (var (link, invoice) in Targets(document, LineKind.Invoice))
            Allocate(credit, invoice, link.Amount);
    }

    private void HonourDraft(LedgerDocument document)
    {
        var rest = document.Amount;
        var targets = Targets(document, LineKind.Draft).ToList();
        for (var i = 0; i < targets.Count; i++)
        {
            var (link, draft) = targets[i];
            var paid = Wanted(link, draft, rest, isLast: i == targets.Count - 1);
            Touch(draft).Taken += paid;
            rest -= paid;
        }
    }

    /// <summary>Gives back to the invoices what the draft had settled, but for what was honoured of it.</summary>
    private void DishonourDraft(LedgerDocument document)
    {
        foreach (var (_, draft) in Targets(document, LineKind.Draft))
        {
            Touch(draft);
            var unpaid = draft.Open;
            draft.Closed = true;
            var credit = Touch(At(draft.Name with { Kind = LineKind.DraftCredit }));
            if (!draft.IsKnown)
                continue;
            var unallocated = Math.Min(unpaid, credit.Open);
            foreach (var settlement in settlementsByCredit.GetValueOrDefault(credit.Id, []).ToList())
                unpaid -= Undo(settlement, Math.Max(0, unpaid - unallocated));
            credit.Amount -= unallocated;
        }
    }

    private decimal Undo(Settlement settlement, decimal amountMax)
    {
        var amount = Math.Min(settlement.Amount, amountMax);
        if (amount == 0)
            return 0;
        Touch(settlement.Invoice).Taken -= amount;
        settlement.Invoice.SettledOn = null;
        Touch(settlement.Credit).Taken -= amount;
        settlement.Credit.Amount -= amount;
        settlement.Amount -= amount;
        Changes.Undone.Add(settlement);
        return amount;
    }

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
                invoice.DisputeResolvedOn = Later(invoice.DisputeResolvedOn, document.IssuedOn);
                if (invoice.DisputedOn <= invoice.DisputeResolvedOn)
                    invoice.Disputed = 0;
            }
            else if (!(document.IssuedOn <= invoice.DisputeResolvedOn))
            {
                var disputed = Wanted(link, invoice, rest, isLast: i == targets.Count - 1);
                rest -= disputed;
                invoice.Disputed += disputed;
                invoice.DisputedOn = Later(invoice.DisputedOn, document.IssuedOn);
            }
        }
    }

    /// <summary>Once, though both name each other: what waits for the later one settles when it has come.</summary>
    private void Meet(Line credit, Line target, decimal? wanted)
    {
        if (!pending.GetValueOrDefault(credit.Id, []).Exists(p => p.TargetLineId == target.Id))
            Allocate(credit, target, wanted);
    }

    /// <summary>Settles the invoice from the credit as far as both reach; waits when one has not come.</summary>
    private void Allocate(Line credit, Line invoice, decimal? wanted)
    {
        if (!credit.IsKnown || !invoice.IsKnown)
        {
            Wait(new(credit.Id, invoice.Id) { Amount = wanted });
            Changes.Lines.Add(credit);
            Changes.Lines.Add(invoice);
            return;
        }
        var amount = Math.Min(wanted ?? decimal.MaxValue, Math.Min(credit.Open, invoice.Open));
        if (amount == 0)
            return;
        Touch(credit).Taken += amount;
        Touch(invoice).Taken += amount;
        if (invoice.Name.Kind != LineKind.Invoice)
            return;
        var settled = new Settlement
        {
            Invoice = invoice,
            Credit = credit,
            Amount = amount,
            SettledOn = credit.IssuedOn ?? DateOnly.MinValue,
            Place = settlementsByCredit.GetValueOrDefault(credit.Id, []).Count(s => s.Invoice == invoice),
        };
        Hold(settled);
        Changes.Settled.Add(settled);
        if (invoice.Open == 0)
            invoice.SettledOn = Later(invoice.SettledOn, settled.SettledOn);
    }

    private void Wait(PendingLink link)
    {
        if (ListOf(pending, link.CreditLineId).Any(p => p.TargetLineId == link.TargetLineId))
            return;
        Hold(link);
        Changes.PendingAdded.Add(link);
    }

    /// <summary>Whatever waited for this line now finds it.</summary>
    private void SettlePending(Line line)
    {
        foreach (var link in pending.GetValueOrDefault(line.Id, []).ToList())
        {
            if (Find(link.CreditLineId) is not { IsKnown: true } credit
                || Find(link.TargetLineId) is not { IsKnown: true } invoice)
            {
                continue;
            }
            pending[link.CreditLineId].Remove(link);
            pending[link.TargetLineId].Remove(link);
            Changes.PendingEnded.Add(link);
            Allocate(credit, invoice, link.Amount);
        }
    }

    private static DateOnly Later(DateOnly? first, DateOnly second) => first > second ? first.Value : second;
}
