using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Monitoring.Receivables;

/// <summary>The part of an invoice that is due on one day.</summary>
internal sealed class InvoicePart
{
    public required short Place { get; init; }

    public required DateOnly IssuedOn { get; init; }

    public required DateOnly DueOn { get; init; }

    public required decimal Amount { get; init; }

    /// <summary>In the order of their days.</summary>
    public List<Fill> Fills { get; private set; } = [];

    private decimal Open { get; set; }

    /// <summary>
    /// A part that is named is filled first; credit notes then lower what is due last, and the rest fills what is due
    /// first. What is too much for the part that it names goes as the rest. So it follows from what has settled in all.
    /// </summary>
    public static IReadOnlyList<InvoicePart> Of(Invoice invoice)
    {
        var document = invoice.Document;
        InvoicePart[] parts = document.Parts.Count == 0
            ? [Part(document, new(BookPart.Whole, document.DueOn, document.Amount))]
            : [.. document.Parts.Select(p => Part(document, p))];
        var rests = invoice.Fills.Select(f => f.Instalment >= 1 && f.Instalment <= document.Parts.Count
            ? f with { Amount = f.Amount - parts[f.Instalment - 1].Fill(f) }
            : f).ToList();
        InvoicePart[] byDay = [.. parts.OrderBy(p => p.DueOn)];
        foreach (var fill in rests.Where(f => f.By == DocumentKind.CreditNote))
            Fill(fill, Enumerable.Reverse(byDay));
        foreach (var fill in rests.Where(f => f.By != DocumentKind.CreditNote))
            Fill(fill, byDay);
        foreach (var part in parts.Where(p => p.Fills.Count > 1))
            part.Fills = [.. part.Fills.OrderBy(f => f.On)];
        return parts;
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

    private static InvoicePart Part(BookDocument document, BookPart part) => new()
    {
        Place = part.Place,
        IssuedOn = document.IssuedOn,
        DueOn = part.DueOn,
        Amount = part.Amount,
        Open = part.Amount,
    };

    private static void Fill(Fill fill, IEnumerable<InvoicePart> parts)
    {
        foreach (var part in parts)
            fill = fill with { Amount = fill.Amount - part.Fill(fill) };
    }

    private decimal Fill(Fill fill)
    {
        var amount = Math.Min(Open, fill.Amount);
        if (amount == 0)
            return 0;
        Open -= amount;
        // An advance settles the invoice on its day.
        Fills.Add(fill with { On = fill.On < IssuedOn ? IssuedOn : fill.On, Amount = amount });
        return amount;
    }
}
