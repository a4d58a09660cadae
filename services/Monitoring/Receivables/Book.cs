using System.Runtime.InteropServices;
using DocumentKind = Risk.Intake.V1.DocumentKind;

namespace Risk.Monitoring.Receivables;

/// <summary>What the documents of a component come to: sums that change by the day, and receivables. Pure.</summary>
internal sealed class Book(DateOnly from)
{
    public Dictionary<(string Currency, DateOnly Day), DaySums> Days { get; } = [];

    public Dictionary<(Guid DocumentId, short Part), Receivable> Receivables { get; } = [];

    /// <summary>Of the receivables those that count from a day on; the sums are of all days.</summary>
    public static Book Of(IReadOnlyCollection<BookDocument> documents, DateOnly from)
    {
        var book = new Book(from);
        if (documents.Count == 0)
            return book;
        var settling = Settling.Of(documents);
        foreach (var invoice in settling.Invoices)
            book.Enter(invoice);
        foreach (var (currency, day) in settling.Dishonoured)
            book.Add(currency, day, new() { Dishonoured = 1 });
        return book;
    }

    private void Enter(Invoice invoice)
    {
        var document = invoice.Document;
        var parts = InvoicePart.Of(invoice);
        Add(document.Currency, document.IssuedOn, new() { Invoiced = document.Amount });
        DaySums before = default;
        foreach (var day in Breakpoints(invoice, parts))
        {
            var sums = SumsOn(day, invoice, parts);
            Add(document.Currency, day, sums - before);
            before = sums;
        }
        foreach (var part in parts)
        {
            foreach (var fill in part.Fills.Where(f => f.IsPaid))
                Add(document.Currency, fill.On, part.Paid(fill));
            foreach (var fill in part.Fills.Where(f => f.By == DocumentKind.WriteOff))
                Add(document.Currency, fill.On, new() { WrittenOff = fill.Amount, WriteOffs = 1 });
        }
        // Of several parts the first are in dispute.
        var disputed = DisputedOn(DateOnly.MaxValue, invoice);
        foreach (var part in parts)
            disputed -= Keep(invoice, part, disputed);
    }

    private static SortedSet<DateOnly> Breakpoints(Invoice invoice, IReadOnlyList<InvoicePart> parts)
    {
        var days = new SortedSet<DateOnly> { invoice.Document.IssuedOn };
        foreach (var part in parts)
        {
            days.Add(part.DueOn.AddDays(1));
            days.UnionWith(part.Fills.Select(f => f.On));
        }
        foreach (var dispute in invoice.Disputes)
        {
            days.Add(dispute.From);
            if (dispute.Until is { } until)
                days.Add(until);
        }
        // What is dated before the invoice counts from the invoice on.
        days.RemoveWhere(day => day < invoice.Document.IssuedOn);
        return days;
    }

    private static DaySums SumsOn(DateOnly day, Invoice invoice, IReadOnlyList<InvoicePart> parts)
    {
        DaySums sums = default;
        foreach (var part in parts)
            sums += part.OpenOn(day);
        return sums with { Disputed = Math.Min(sums.Receivable, DisputedOn(day, invoice)) };
    }

    private static decimal DisputedOn(DateOnly day, Invoice invoice) =>
        invoice.Disputes.Where(d => d.From <= day && !(d.Until <= day)).Sum(d => d.Amount);

    private decimal Keep(Invoice invoice, InvoicePart part, decimal disputed)
    {
        var document = invoice.Document;
        var open = part.Amount - part.Fills.Sum(f => f.Amount);
        var receivable = new Receivable
        {
            DocumentId = document.Id,
            Part = part.Place,
            System = document.System,
            ExternalId = document.ExternalId,
            Currency = document.Currency,
            IssuedOn = document.IssuedOn,
            DueOn = part.DueOn,
            Amount = part.Amount,
            OpenAmount = open,
            DisputedAmount = Math.Min(open, disputed),
            SettledOn = open == 0 ? part.Fills[^1].On : null,
        };
        if (receivable.CountsFrom(from))
            Receivables.Add((document.Id, part.Place), receivable);
        return receivable.DisputedAmount;
    }

    private void Add(string currency, DateOnly day, DaySums change)
    {
        if (change == default)
            return;
        ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(Days, (currency, day), out _);
        sums += change;
    }
}
