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
        var line = Touch(At(NameOf(document, LineKind.Order)));
        line.DocumentId = document.Id;
        if (!IsChangedSince(line, document))
            Say(document, line);
        else if (line.DueOn is null)
            (line.DueOn, line.Parts) = (document.DueOn, document.Parts);
    }

    /// <summary>A change says what the whole order is worth from its day on, and opens what was closed.</summary>
    private void ChangeOrder(LedgerDocument document)
    {
        foreach (var (_, order) in Targets(document, LineKind.Order).Take(1))
        {
            Touch(order);
            if (IsChangedSince(order, document))
                continue;
            var (dueOn, parts) = (order.DueOn, order.Parts);
            Say(document, order);
            if (document.DueOn is null)
                (order.DueOn, order.Parts) = (dueOn, parts);
            if (document.IssuedOn == order.ClosedOn && document.RecordedAt > order.ClosedAt)
                order.Closed = false;
        }
    }

    /// <summary>The newest document says what the order is worth; of one day the one that was recorded last.</summary>
    private static bool IsChangedSince(Line order, LedgerDocument document) => order.KnownAt is { } at
        && (document.IssuedOn < order.IssuedOn || (document.IssuedOn == order.IssuedOn && document.RecordedAt < at));

    private static void Say(LedgerDocument document, Line order)
    {
        var confirmed = document.RecordedAt < order.ConfirmedAt ? order.Amount : 0;
        order.Amount = document.Amount;
        // What was closed before says nothing about a newer value.
        var cut = order.Cuts.Where(c => c.At >= document.RecordedAt).Sum(c => c.Amount);
        order.Amount = Math.Max(0, order.Amount - cut);
        order.Amount = Math.Max(order.Amount, confirmed);
        (order.IssuedOn, order.DueOn, order.Parts) = (document.IssuedOn, document.DueOn, document.Parts);
        order.KnownAt = document.RecordedAt;
        if (document.IssuedOn > order.ClosedOn)
            order.Closed = false;
    }

    /// <summary>
    /// Before the order document comes, confirmed reservations add up. One that was made after the order was closed
    /// opens it again, without what was closed of it.
    /// </summary>
    private void ConfirmOrder(LedgerDocument document)
    {
        var line = Touch(At(NameOf(document, LineKind.Order)));
        if (document.RecordedAt < line.KnownAt)
            return;
        if (line.Closed && !(document.RecordedAt <= line.ClosedAt))
        {
            line.Amount = Math.Min(line.Amount, line.Taken);
            line.Closed = false;
        }
        var grown = document.Amount + document.Links.Sum(l => l.Amount ?? 0);
        line.Amount = Math.Max(grown, line.KnownAt is null ? line.Amount + document.Amount : line.Amount);
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
                order.Cuts = [.. order.Cuts, new(document.RecordedAt, part)];
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
        closing.RecordedAt < order.ConfirmedAt || (order.KnownAt is not null && closing.IssuedOn < order.IssuedOn);
}
