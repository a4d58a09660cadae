using System.Globalization;
using Risk.Intake.V1;

namespace Risk.Monitoring.Tests.Facts;

/// <summary>
/// What documents come to, worked out a second time from the contract alone: slowly, in the order of the days, and
/// asking of each day anew. It shares nothing with what it checks.
/// </summary>
internal sealed class NaiveBook
{
    private readonly List<Document> standing;
    private readonly List<(Document Credit, Document Invoice, DateOnly Day, decimal Amount, int Part)> settled = [];

    public NaiveBook(IReadOnlyCollection<Document> documents)
    {
        standing = [.. documents.Where(d => d.Kind != DocumentKind.Reversal && !IsReversed(d, documents))];
        var left = Credits().ToDictionary(c => c, Worth);
        var open = Invoices().ToDictionary(i => i, Amount);
        foreach (var credit in Credits().OrderBy(Issued).ThenBy(c => Guid.Parse(c.DocumentId)))
        {
            foreach (var (invoice, wanted, part) in WantedOf(credit))
            {
                var amount = Math.Min(wanted, Math.Min(left[credit], open[invoice]));
                left[credit] -= amount;
                open[invoice] -= amount;
                if (amount > 0)
                    settled.Add((credit, invoice, Later(Issued(credit), Issued(invoice)), amount, part));
            }
        }
    }

    /// <summary>As the table of receivables says it.</summary>
    public string ReceivablesOn(DateOnly today)
    {
        var lines = new List<string>();
        foreach (var (invoice, part) in Parts().OrderBy(p => p.Invoice.ExternalRef.Id, StringComparer.Ordinal)
            .ThenBy(p => p.Part))
        {
            var open = OpenOf(invoice, part, today.AddYears(10));
            var last = Filled(invoice, part).Select(f => (DateOnly?)f.Day).LastOrDefault();
            var due = DueOf(invoice, part);
            if (open == 0 && !(last > due && last > today.AddDays(-30)))
                continue;
            var before = Of(invoice).TakeWhile(p => p.Part != part)
                .Sum(p => OpenOf(invoice, p.Part, DateOnly.MaxValue));
            var disputed = Math.Clamp(DisputedOf(invoice, DateOnly.MaxValue) - before, 0, open);
            lines.Add(string.Join(' ', [
                invoice.ExternalRef.Id, Text(part), Day(due), Four(open), Four(disputed),
                .. open == 0 ? new[] { Day(last!.Value) } : [],
            ]));
        }
        return string.Join('\n', lines);
    }

    /// <summary>By currency: open, overdue, disputed, invoiced, paid, late, written off, dishonoured.</summary>
    public string StoodOn(DateOnly day) => string.Join('\n', standing.Select(d => d.Amount.CurrencyCode)
        .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        .Where(currency => Invoices().Any(i => i.Amount.CurrencyCode == currency && Issued(i) <= day))
        .Select(currency => StoodOn(day, currency)));

    private string StoodOn(DateOnly day, string currency)
    {
        var invoices = Invoices().Where(i => i.Amount.CurrencyCode == currency && Issued(i) <= day).ToList();
        var parts = Parts().Where(p => invoices.Contains(p.Invoice)).ToList();
        var fills = parts
            .SelectMany(p => Filled(p.Invoice, p.Part)
                .Select(f => (f.Day, f.By, f.Amount, Due: DueOf(p.Invoice, p.Part))))
            .Where(f => f.Day <= day).ToList();
        var paid = fills.Where(f => f.By is DocumentKind.Payment or DocumentKind.Draft).ToList();
        var dishonoured = standing.Where(d => d.Kind == DocumentKind.DraftDishonoured && Issued(d) <= day)
            .Count(d => Find(d.Links[0]) is { } draft && draft.Amount.CurrencyCode == currency && IsSame(draft, d));
        return string.Join(' ', [
            currency,
            Four(parts.Sum(p => OpenOf(p.Invoice, p.Part, day))),
            Four(parts.Where(p => DueOf(p.Invoice, p.Part) < day).Sum(p => OpenOf(p.Invoice, p.Part, day))),
            Four(invoices.Sum(i => Math.Min(
                DisputedOf(i, day), parts.Where(p => ReferenceEquals(p.Invoice, i)).Sum(p => OpenOf(i, p.Part, day))))),
            Four(invoices.Sum(Amount)),
            Four(paid.Sum(f => f.Amount)),
            Four(paid.Sum(f => f.Amount * Math.Max(0, f.Day.DayNumber - f.Due.DayNumber))),
            Four(fills.Where(f => f.By == DocumentKind.WriteOff).Sum(f => f.Amount)),
            Text(dishonoured),
        ]);
    }

    private static bool IsReversed(Document document, IReadOnlyCollection<Document> all) => all.Any(r =>
        r.Kind == DocumentKind.Reversal && r.Links[0].Kind == document.Kind
        && r.Links[0].ExternalRef.Id == document.ExternalRef.Id && !IsReversed(r, all));

    private IEnumerable<Document> Invoices() => standing.Where(d => d.Kind == DocumentKind.Invoice);

    private IEnumerable<Document> Credits() => standing.Where(d => d.Kind
        is DocumentKind.Payment or DocumentKind.CreditNote or DocumentKind.Draft or DocumentKind.WriteOff);

    private Document? Find(DocumentLink link) =>
        standing.SingleOrDefault(d => d.Kind == link.Kind && d.ExternalRef.Id == link.ExternalRef.Id);

    /// <summary>Of a draft that was not paid, what was honoured.</summary>
    private decimal Worth(Document credit)
    {
        var about = standing
            .Where(d => d.Links.Count > 0 && ReferenceEquals(Find(d.Links[0]), credit) && IsSame(d, credit)).ToList();
        return about.Exists(d => d.Kind == DocumentKind.DraftDishonoured)
            ? Math.Min(Amount(credit), about.Where(d => d.Kind == DocumentKind.DraftHonoured).Sum(Amount))
            : Amount(credit);
    }

    /// <summary>What it names itself, and then what clearings of one payment and one invoice say of it.</summary>
    private List<(Document Invoice, decimal Wanted, int Part)> WantedOf(Document credit)
    {
        var wanted = credit.Links.Select(l => (Invoice: Find(l), Link: l))
            .Where(l => l.Invoice is not null && IsSame(l.Invoice, credit))
            .Select(l => (l.Invoice!, l.Link.Instalment > 0 ? Of(l.Invoice!)[l.Link.Instalment - 1].Amount
                : decimal.MaxValue, l.Link.Instalment)).ToList();
        foreach (var clearing in standing.Where(d => d.Kind == DocumentKind.Clearing)
            .OrderBy(Issued).ThenBy(d => Guid.Parse(d.DocumentId)))
        {
            if (ReferenceEquals(Find(clearing.Links[0]), credit) && IsSame(clearing, credit)
                && Find(clearing.Links[1]) is { } invoice && IsSame(invoice, clearing))
                wanted.Add((invoice, Amount(clearing), 0));
        }
        return wanted;
    }

    /// <summary>What is due when: instalments, or the whole invoice, with the retention money at the end.</summary>
    private static List<(int Part, DateOnly DueOn, decimal Amount)> Of(Document invoice)
    {
        var retained = Retained(invoice);
        var parts = invoice.Instalments.Count > 0
            ? invoice.Instalments.Select((p, i) => (i + 2, Parsed(p.DueOn), Number(p.Amount))).ToList()
            : [(0, Parsed(invoice.DueOn), Amount(invoice) - retained)];
        if (retained > 0)
            parts.Add((1, Parsed(invoice.RetentionDueOn), retained));
        return parts;
    }

    private IEnumerable<(Document Invoice, int Part)> Parts() =>
        Invoices().SelectMany(i => Of(i).Select(p => (i, p.Part)));

    /// <summary>Cent by cent: to the part that is named, else of credit notes to the last, else to the first.</summary>
    private IEnumerable<(DateOnly Day, decimal Amount, DocumentKind By)> Filled(Document invoice, int part)
    {
        var parts = Of(invoice);
        var open = parts.ToDictionary(p => p.Part, p => p.Amount);
        var fills = new List<(DateOnly Day, decimal Amount, DocumentKind By)>();
        var credits = settled.Where(s => ReferenceEquals(s.Invoice, invoice))
            .Select(s => (s.Credit, s.Day, s.Amount, s.Part)).ToArray();
        foreach (var round in (int[])[0, 1, 2])
        {
            for (var i = 0; i < credits.Length; i++)
            {
                var (credit, day, amount, named) = credits[i];
                var isNote = credit.Kind == DocumentKind.CreditNote;
                var order = round == 0
                    ? parts.Where((_, place) => place == named - 1)
                    : round == 1 == isNote
                        ? isNote ? parts.OrderBy(p => p.DueOn).Reverse() : parts.OrderBy(p => p.DueOn)
                        : [];
                foreach (var (at, _, _) in order)
                {
                    var taken = Math.Min(amount, open[at]);
                    open[at] -= taken;
                    amount -= taken;
                    if (taken > 0 && at == part)
                        fills.Add((day, taken, credit.Kind));
                }
                credits[i].Amount = amount;
            }
        }
        return fills.OrderBy(f => f.Day);
    }

    private decimal OpenOf(Document invoice, int part, DateOnly day) => Of(invoice).Single(p => p.Part == part).Amount
        - Filled(invoice, part).Where(f => f.Day <= day).Sum(f => f.Amount);

    private decimal DisputedOf(Document invoice, DateOnly day) => standing
        .Where(d => d.Kind == DocumentKind.Dispute && ReferenceEquals(Find(d.Links[0]), invoice) && IsSame(d, invoice))
        .Where(d => Issued(d) <= day && !standing.Exists(r => r.Kind == DocumentKind.DisputeResolved
            && ReferenceEquals(Find(r.Links[0]), invoice) && IsSame(r, invoice)
            && Issued(r) >= Issued(d) && Issued(r) <= day))
        .Sum(Amount);

    private static DateOnly DueOf(Document invoice, int part) => Of(invoice).Single(p => p.Part == part).DueOn;

    private static bool IsSame(Document a, Document b) => a.Amount.CurrencyCode == b.Amount.CurrencyCode;

    private static decimal Retained(Document invoice) =>
        invoice.RetentionAmount is { } money ? decimal.Parse(money.Amount, CultureInfo.InvariantCulture) : 0;

    private static decimal Amount(Document document) => Number(document.Amount);

    private static decimal Number(Types.V1.Money money) => decimal.Parse(money.Amount, CultureInfo.InvariantCulture);

    private static DateOnly Issued(Document document) => Parsed(document.IssuedOn);

    private static DateOnly Parsed(Types.V1.Date date) => DateOnly.Parse(date.Value, CultureInfo.InvariantCulture);

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Four(decimal amount) => amount.ToString("0.0000", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
