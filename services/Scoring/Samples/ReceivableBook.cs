using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Ledger;
using Line = Risk.Scoring.Ledger.Line;

namespace Risk.Scoring.Samples;

/// <summary>What a ledger says of receivables on any day: the same as the tables say when it is kept in them.</summary>
internal sealed class ReceivableBook
{
    private const int SettledMonths = 24;

    private readonly List<Part> parts = [];
    private readonly List<Settled> settled = [];

    public ReceivableBook(CustomerLedger ledger)
    {
        var settlements = ledger.Settlements.Where(s => s.Amount > 0).ToLookup(s => s.Invoice);
        foreach (var invoice in ledger.Lines.Where(l => l is { Stage: Stage.Receivable, IssuedOn: not null }))
        {
            var own = settlements[invoice].ToList();
            if (invoice.Parts.Count == 0)
                Add(invoice, [.. own.Select(s => new Settled(
                    invoice, invoice.DueOn ?? s.SettledOn, s.By, s.SettledOn, s.Amount))]);
            else
                Add(invoice, [.. invoice.Due.Settled.Select(s => new Settled(
                    invoice, s.DueOn, s.Fill.By, s.Fill.On, s.Amount))]);
        }
    }

    private sealed record Settled(Line Invoice, DateOnly DueOn, LineKind By, DateOnly On, decimal Amount);

    private sealed record Part(Line Invoice, DateOnly DueOn, decimal Amount, IReadOnlyList<Settled> Settled)
    {
        public decimal OpenOn(DateOnly day) => Amount - Settled.Where(s => s.On <= day).Sum(s => s.Amount);
    }

    public IReadOnlyList<SettledPart> SettledBy(DateOnly day) =>
    [
        .. settled.Where(s => s.On <= day && s.On > day.AddMonths(-SettledMonths))
            .GroupBy(s => (s.Invoice.Name.Currency, s.DueOn, s.On, Kind: KindOf(s.By)))
            .Select(g => new SettledPart(g.Key.Currency, g.Key.DueOn, g.Key.On, g.Sum(s => s.Amount))
            {
                Kind = g.Key.Kind,
                Count = g.Count(),
            }),
    ];

    public IReadOnlyList<UnpaidPart> UnpaidOn(DateOnly day) =>
    [
        .. parts.Where(p => p.Invoice.IssuedOn <= day)
            .Select(p => (p.Invoice.Name.Currency, p.DueOn, Amount: p.OpenOn(day)))
            .Where(p => p.Amount > 0)
            .GroupBy(p => (p.Currency, p.DueOn))
            .Select(g => new UnpaidPart(g.Key.Currency, g.Key.DueOn, g.Sum(p => p.Amount)) { Count = g.Count() }),
    ];

    /// <summary>Paid within the days on the invoices that are meant, or on any when none is.</summary>
    public decimal Paid(LedgerDocument promise, DateOnly until) => settled
        .Where(s => s.By is LineKind.Payment or LineKind.Advance or LineKind.Draft
            && s.Invoice.Name.Currency == promise.Currency && s.On >= promise.IssuedOn && s.On <= until
            && (promise.Links.Count == 0 || promise.Links.Any(l => Means(l, s.Invoice))))
        .Sum(s => s.Amount);

    /// <summary>Days on which more may be in default: an item so old and still unpaid, an amount written off.</summary>
    public IEnumerable<DateOnly> Turns(params int[] pastDueDays) =>
    [
        .. parts.SelectMany(p => pastDueDays.Select(p.DueOn.AddDays).Where(turn => p.OpenOn(turn) > 0)),
        .. settled.Where(s => s.By == LineKind.WriteOff).Select(s => s.On),
    ];

    private void Add(Line invoice, IReadOnlyList<Settled> own)
    {
        settled.AddRange(own);
        if (invoice.Closed)
            return;
        IEnumerable<DuePart> due = invoice.Parts.Count > 0 ? invoice.Parts
            : invoice.DueOn is { } day ? [new(day, invoice.Amount)] : [];
        parts.AddRange(due.GroupBy(d => d.DueOn).Select(g => new Part(
            invoice, g.Key, g.Sum(d => d.Amount), [.. own.Where(s => s.DueOn == g.Key)])));
    }

    private static bool Means(LedgerLink link, Line invoice) => link.DocumentId is { } id
        ? invoice.DocumentId == id
        : invoice.Name.System == link.System && invoice.Name.Id == link.Id;

    private static SettlementKind KindOf(LineKind by) => by switch
    {
        LineKind.CreditNote => SettlementKind.Credited,
        LineKind.WriteOff => SettlementKind.WrittenOff,
        _ => SettlementKind.Paid,
    };
}
