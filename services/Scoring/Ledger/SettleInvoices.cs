namespace Risk.Scoring.Ledger;

partial class CustomerLedger
{
    /// <summary>Settles the invoices that it links to; the rest waits unallocated.</summary>
    private void ApplyCredit(LedgerDocument document, LineKind kind)
    {
        var credit = Arrive(document, kind);
        if (kind == LineKind.Advance)
            Earmark(document, credit);
        var waiting = Waiting(credit);
        var invoices = Targets(document, LineKind.Invoice).ToList();
        foreach (var (link, invoice) in invoices)
            Meet(waiting, credit, invoice, link.Portion);
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
                Meet(Waiting(payment), payment, note, link.Portion);
            var waiting = Waiting(note);
            foreach (var invoice in invoices)
                Meet(waiting, note, invoice, link.Portion);
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

    /// <summary>What waits already because one of the two names the other; what a clearing says comes on top.</summary>
    private HashSet<(Guid, Guid)>? Waiting(Line line) =>
        pending.TryGetValue(line.Id, out var links) && links.Count > 0
            ? [.. links.Where(p => p.ClearingId == Guid.Empty).Select(p => (p.CreditLineId, p.TargetLineId))]
            : null;

    /// <summary>Once, though both name each other: what waits for the later one settles when it has come.</summary>
    private void Meet(HashSet<(Guid, Guid)>? waiting, Line credit, Line target, Portion wanted)
    {
        if (waiting is null || !waiting.Contains((credit.Id, target.Id)))
            Allocate(credit, target, wanted);
    }

    /// <summary>Settles the invoice from the credit as far as both reach; waits when one has not come.</summary>
    private void Allocate(Line credit, Line invoice, Portion wanted, Guid clearingId = default)
    {
        if (!credit.IsKnown || !invoice.IsKnown)
        {
            Wait(new(credit.Id, invoice.Id) { Portion = wanted, ClearingId = clearingId });
            Changes.Lines.Add(credit);
            Changes.Lines.Add(invoice);
            return;
        }
        // All of the part that it names, when it does not say how much.
        var most = wanted.Amount
            ?? (wanted.Part >= 1 && wanted.Part <= invoice.Parts.Count
                ? invoice.Parts[wanted.Part - 1].Amount
                : decimal.MaxValue);
        var amount = Math.Min(most, Math.Min(credit.Open, invoice.Open));
        if (amount == 0)
            return;
        Touch(credit).Taken += amount;
        Touch(invoice).Taken += amount;
        if (invoice.Name.Kind == LineKind.Invoice)
            Remember(credit, invoice, amount, wanted.Part);
    }

    private void Remember(Line credit, Line invoice, decimal amount, int part)
    {
        var settled = new Settlement
        {
            Invoice = invoice,
            Credit = credit,
            Amount = amount,
            SettledOn = credit.IssuedOn ?? DateOnly.MinValue,
            Place = settlementsByCredit.GetValueOrDefault(credit.Id, []).Count(s => s.Invoice == invoice),
        };
        Hold(settled);
        if (invoice.Parts.Count > 0)
        {
            invoice.Fills =
            [
                .. invoice.Fills,
                new(credit.Id, credit.DocumentId ?? Guid.Empty, settled.By)
                {
                    On = settled.SettledOn,
                    Amount = amount,
                    Part = part,
                },
            ];
            Changes.Split.Add(invoice);
        }
        else
        {
            Changes.Settled.Add(settled);
        }
        if (invoice.Open == 0)
            invoice.SettledOn = Later(invoice.SettledOn, settled.SettledOn);
    }

    /// <summary>What one document says twice of two others adds up.</summary>
    private void Wait(PendingLink link)
    {
        if (ListOf(pending, link.CreditLineId).Find(p => p with { Portion = link.Portion } == link
            && p.Portion.Part == link.Portion.Part) is { } same)
        {
            if (same.Portion.Amount is null)
                return;
            End(same);
            link = link with { Portion = link.Portion with { Amount = same.Portion.Amount + link.Portion.Amount } };
        }
        Hold(link);
        Changes.PendingAdded.Add(link);
    }

    private void End(PendingLink link)
    {
        pending[link.CreditLineId].Remove(link);
        pending[link.TargetLineId].Remove(link);
        Changes.PendingEnded.Add(link);
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
            End(link);
            Allocate(credit, invoice, link.Portion, link.ClearingId);
        }
    }

    private static DateOnly Later(DateOnly? first, DateOnly second) => first > second ? first.Value : second;
}
