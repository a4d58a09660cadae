namespace Risk.Scoring.Ledger;

partial class CustomerLedger
{
    /// <summary>
    /// An order document says what is ordered; before it comes, the confirmed reservations of its name do. A
    /// reservation made after the order document was recorded was made for the same order: the larger value counts.
    /// </summary>
    private void ApplyOrder(LedgerDocument document)
    {
        if (document.Kind != LedgerDocument.Confirmation)
        {
            Arrive(document, LineKind.Order);
            return;
        }
        var line = Touch(At(NameOf(document, LineKind.Order)));
        if (line.DocumentId is not null && document.RecordedAt < line.KnownAt)
            return;
        line.Amount = line.DocumentId is null
            ? line.Amount + document.Amount
            : Math.Max(line.Amount, document.Amount + document.Links.Sum(l => l.Amount ?? 0));
        line.IssuedOn ??= document.IssuedOn;
    }

    private void CloseOrder(LedgerDocument document)
    {
        foreach (var (_, order) in Targets(document, LineKind.Order))
            Touch(order).Closed = true;
    }

    /// <summary>Takes from its orders; what was billed before it came is not delivered and unbilled any more.</summary>
    private void ApplyDelivery(LedgerDocument document)
    {
        var delivery = Arrive(document, LineKind.Delivery);
        var rest = document.Amount;
        var targets = Targets(document, LineKind.Order).ToList();
        for (var i = 0; i < targets.Count; i++)
        {
            var order = Touch(targets[i].Line);
            var wanted = Wanted(targets[i].Link, order, rest, isLast: i == targets.Count - 1);
            rest -= wanted;
            var billed = Math.Min(wanted, order.BilledAhead);
            order.BilledAhead -= billed;
            order.Taken += wanted - billed;
            delivery.Taken += billed;
            if (delivery.OrderLineId is null)
            {
                delivery.OrderLineId = order.Id;
                ListOf(deliveries, order.Id).Add(delivery);
            }
        }
    }

    /// <summary>Takes from its deliveries first, then from its orders, then from the credits that it names.</summary>
    private void ApplyInvoice(LedgerDocument document)
    {
        var invoice = Arrive(document, LineKind.Invoice);
        invoice.RetentionAmount = document.RetentionAmount;
        invoice.RetentionDueOn = document.RetentionDueOn;
        var rest = document.Amount;
        var targets = Targets(document, LineKind.Delivery)
            .Concat(Targets(document, LineKind.Order)).ToList();
        for (var i = 0; i < targets.Count; i++)
        {
            var (link, target) = targets[i];
            var wanted = Wanted(link, target, rest, isLast: i == targets.Count - 1);
            rest -= wanted;
            if (target.Name.Kind == LineKind.Delivery)
                Touch(target).Taken += wanted;
            else
                BillOrder(target, wanted);
        }
        foreach (var (link, credit) in Targets(document, LineKind.Advance, LineKind.Payment, LineKind.CreditNote))
            Allocate(credit, invoice, link.Amount);
        SettlePending(invoice);
    }

    /// <summary>Bills what was delivered of an order and is not billed yet; the rest is billed ahead.</summary>
    private void BillOrder(Line order, decimal wanted)
    {
        foreach (var delivery in deliveries.GetValueOrDefault(order.Id, []))
        {
            var billed = Math.Min(wanted, delivery.Open);
            if (billed == 0)
                continue;
            Touch(delivery).Taken += billed;
            wanted -= billed;
        }
        Touch(order).Taken += wanted;
        order.BilledAhead += wanted;
    }

    /// <summary>
    /// How much a link wants of what is left of its document: what it says; of the last or an unknown one all; of one
    /// before the last as much as fits.
    /// </summary>
    private static decimal Wanted(LedgerLink link, Line target, decimal rest, bool isLast) =>
        Math.Min(rest, link.Amount ?? (isLast || !target.IsKnown ? rest : Math.Min(rest, target.Open)));
}
