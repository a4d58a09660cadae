namespace Risk.Scoring.Ledger;

partial class CustomerLedger
{
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
            Allocate(credit, invoice, link.Portion);
        SettlePending(credit);
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
        if (settlement.Invoice.Parts.Count > 0)
            TakeBack(settlement.Invoice, settlement.Credit.Id, amount);
        else
            Changes.Undone.Add(settlement);
        return amount;
    }

    private void TakeBack(Line invoice, Guid creditId, decimal amount)
    {
        Changes.Split.Add(invoice);
        var left = new List<Fill>();
        foreach (var fill in invoice.Fills.Reverse())
        {
            var less = fill.CreditLineId == creditId ? Math.Min(fill.Amount, amount) : 0;
            amount -= less;
            if (fill.Amount > less)
                left.Insert(0, fill with { Amount = fill.Amount - less });
        }
        invoice.Fills = left;
    }
}
