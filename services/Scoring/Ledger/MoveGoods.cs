namespace Risk.Scoring.Ledger;

partial class CustomerLedger
{
    /// <summary>
    /// An order document says what is ordered. A reservation that was made later for the same order and confirmed says
    /// so too: the larger value counts, whichever comes first.
    /// </summary>
    private void ApplyOrder(LedgerDocument document)
    {
        if (document.Kind == LedgerDocument.Confirmation)
        {
            ConfirmOrder(document);
            return;
        }
        var line = At(NameOf(document, LineKind.Order));
        var confirmed = document.RecordedAt < line.ConfirmedAt ? line.Amount : 0;
        Arrive(document, LineKind.Order);
        if (document.RecordedAt <= line.ClosedAt)
            line.Amount = Math.Max(0, line.Amount - line.Cut);
        line.Amount = Math.Max(line.Amount, confirmed);
        if (document.IssuedOn > line.ClosedOn)
            line.Closed = false;
    }

    /// <summary>
    /// Before the order document comes, confirmed reservations add up. One that was made after the order was closed
    /// opens it again, without what was closed of it.
    /// </summary>
    private void ConfirmOrder(LedgerDocument document)
    {
        var line = Touch(At(NameOf(document, LineKind.Order)));
        if (line.DocumentId is not null && document.RecordedAt < line.KnownAt)
            return;
        if (line.Closed && !(document.RecordedAt <= line.ClosedAt))
        {
            line.Amount = Math.Min(line.Amount, line.Taken);
            line.Closed = false;
        }
        var grown = document.Amount + document.Links.Sum(l => l.Amount ?? 0);
        line.Amount = Math.Max(grown, line.DocumentId is null ? line.Amount + document.Amount : line.Amount);
        line.ConfirmedAt = document.RecordedAt < line.ConfirmedAt ? line.ConfirmedAt : document.RecordedAt;
        line.IssuedOn ??= document.IssuedOn;
        line.DueOn = document.DueOn ?? line.DueOn;
    }

    /// <summary>Closes so much of the order as the link says, else all that is open of it.</summary>
    private void CloseOrder(LedgerDocument document)
    {
        foreach (var (link, order) in Targets(document, LineKind.Order))
        {
            Touch(order);
            if (link.Amount is { } part)
            {
                order.Cut += part;
                if (!(document.RecordedAt < order.KnownAt))
                    order.Amount = Math.Max(0, order.Amount - part);
            }
            else if (!IsOpenedSince(order, document))
            {
                order.Closed = true;
            }
            order.ClosedAt = document.RecordedAt < order.ClosedAt ? order.ClosedAt : document.RecordedAt;
            order.ClosedOn = Later(order.ClosedOn, document.IssuedOn);
        }
    }

    private static bool IsOpenedSince(Line order, LedgerDocument closing) =>
        closing.RecordedAt < order.ConfirmedAt || (order.DocumentId is not null && closing.IssuedOn < order.IssuedOn);

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
            else if (delivery.OrderLineId != order.Id)
            {
                Hold(delivery, order.Id);
                Changes.FurtherOrders.Add((delivery.Id, order.Id));
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
            Meet(credit, invoice, link.Amount);
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
