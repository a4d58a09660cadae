namespace Risk.Scoring.Ledger;

partial class CustomerLedger
{
    /// <summary>Takes from its orders; what was billed before it came is not delivered and unbilled any more.</summary>
    private void ApplyDelivery(LedgerDocument document)
    {
        var delivery = Arrive(document, LineKind.Delivery);
        delivery.Amount = Math.Max(0, delivery.Amount - delivery.Cut);
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

    /// <summary>Closes so much of the delivery as the link says, else all that is not billed of it.</summary>
    private void CloseDelivery(LedgerDocument document)
    {
        foreach (var (link, delivery) in Targets(document, LineKind.Delivery))
        {
            Touch(delivery);
            if (link.Amount is { } part)
            {
                delivery.Cuts = [.. delivery.Cuts, new(document.RecordedAt, part)];
                delivery.Amount = Math.Max(0, delivery.Amount - part);
            }
            else
            {
                delivery.Closed = true;
            }
        }
    }

    /// <summary>Takes from its deliveries first, then from its orders, then from the credits that it names.</summary>
    private void ApplyInvoice(LedgerDocument document)
    {
        var invoice = Arrive(document, LineKind.Invoice);
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
        var waiting = Waiting(invoice);
        foreach (var (link, credit) in Targets(document, LineKind.Advance, LineKind.Payment, LineKind.CreditNote))
            Meet(waiting, credit, invoice, link.Portion);
        SettlePending(invoice);
    }

    /// <summary>Bills what was delivered of an order and is not billed yet; the rest is billed ahead.</summary>
    private void BillOrder(Line order, decimal wanted)
    {
        foreach (var delivery in deliveries.GetValueOrDefault(order.Id, []))
        {
            // Also of what was closed of it before this was billed.
            var billed = Math.Min(wanted, Math.Max(0, delivery.Amount + delivery.Cut - delivery.Taken));
            if (billed == 0)
                continue;
            Touch(delivery).Taken += billed;
            wanted -= billed;
        }
        Touch(order).Taken += wanted;
        order.BilledAhead += wanted;
    }

    /// <summary>
    /// How much a link wants of what is left of its document: what it says; of the last, or one of which nothing is
    /// known, all; of one before the last as much as fits.
    /// </summary>
    private decimal Wanted(LedgerLink link, Line target, decimal rest, bool isLast) =>
        Math.Min(rest, link.Amount ?? (isLast ? rest : RoomOf(target) ?? rest));

    /// <summary>Null when neither its document has come nor is to come that is known of.</summary>
    private decimal? RoomOf(Line target) => target.IsKnown ? target.Open
        : announced.TryGetValue(target.Name, out var amount) ? Math.Max(0, amount - target.Taken - target.Disputed)
        : null;
}
