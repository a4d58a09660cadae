namespace Risk.Monitoring.Receivables;

/// <summary>The part of an invoice that is due on one day. Payments fill the part that is due first.</summary>
internal sealed class InvoicePart
{
    public required short Place { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly DueOn { get; init; }

    public required decimal Amount { get; init; }

    public List<Fill> Fills { get; } = [];

    public static IEnumerable<InvoicePart> Of(Invoice invoice)
    {
        var document = invoice.Document;
        var retention = document.RetentionAmount;
        var fills = new List<Fill>(invoice.Fills);
        if (document.Amount > retention)
            yield return Filled(document, (0, document.DueOn, document.Amount - retention), fills);
        if (retention > 0)
            yield return Filled(document, (1, document.RetentionDueOn, retention), fills);
    }

    /// <summary>What is open of it at the end of a day.</summary>
    public DaySums OpenOn(DateOnly day)
    {
        if (day < IssuedOn)
            return default;
        var open = Amount - Fills.Where(f => f.On <= day).Sum(f => f.Amount);
        if (open == 0)
            return default;
        var isOverdue = day > DueOn;
        return new()
        {
            Receivable = open,
            ReceivableItems = 1,
            Overdue = isOverdue ? open : 0,
            OverdueItems = isOverdue ? 1 : 0,
            OverdueDue = isOverdue ? open * DueOn.DayNumber : 0,
        };
    }

    public DaySums Paid(Fill fill) => new()
    {
        Paid = fill.Amount,
        PaidItems = 1,
        PaidLate = fill.Amount * Math.Max(0, fill.On.DayNumber - DueOn.DayNumber),
    };

    private static InvoicePart Filled(
        BookDocument document, (short Place, DateOnly DueOn, decimal Amount) what, List<Fill> fills)
    {
        var part = new InvoicePart
        {
            Place = what.Place,
            IssuedOn = document.IssuedOn,
            DueOn = what.DueOn,
            Amount = what.Amount,
        };
        var rest = what.Amount;
        while (rest > 0 && fills is [var fill, ..])
        {
            var amount = Math.Min(rest, fill.Amount);
            // An advance settles the invoice on its day.
            var on = fill.On < document.IssuedOn ? document.IssuedOn : fill.On;
            part.Fills.Add(fill with { On = on, Amount = amount });
            rest -= amount;
            fills[0] = fill with { Amount = fill.Amount - amount };
            if (fills[0].Amount == 0)
                fills.RemoveAt(0);
        }
        return part;
    }
}
