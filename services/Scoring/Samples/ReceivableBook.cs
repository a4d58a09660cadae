using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Ledger;
using Line = Risk.Scoring.Ledger.Line;

namespace Risk.Scoring.Samples;

/// <summary>What a ledger says of receivables on any day: the same as the tables say when it is kept in them.</summary>
internal sealed class ReceivableBook(CustomerLedger ledger)
{
    private const int SettledMonths = 24;

    private readonly List<Line> invoices = [.. ledger.Lines.Where(l =>
        l is { Stage: Stage.Receivable, Closed: false, IssuedOn: not null, DueOn: not null, Amount: > 0 })];

    private readonly ILookup<Line, Settlement> settlements =
        ledger.Settlements.Where(s => s.Amount > 0).ToLookup(s => s.Invoice);

    public IReadOnlyList<SettledPart> Settled(DateOnly day) =>
    [
        .. settlements.SelectMany(s => s)
            .Where(s => s.SettledOn <= day && s.SettledOn > day.AddMonths(-SettledMonths))
            .GroupBy(s => (s.Invoice.Name.Currency, s.Invoice.DueOn, s.SettledOn, Kind: KindOf(s)))
            .Select(g => (g.Key, Amount: g.Sum(s => s.Amount), Count: g.Count()))
            .Select(g => new SettledPart(g.Key.Currency, g.Key.DueOn ?? g.Key.SettledOn, g.Key.SettledOn, g.Amount)
            {
                Kind = g.Key.Kind,
                Count = g.Count,
            }),
    ];

    /// <summary>Retention money is the part of an invoice that is due later.</summary>
    public IReadOnlyList<UnpaidPart> Unpaid(DateOnly day) =>
    [
        .. invoices.Where(i => i.IssuedOn <= day)
            .SelectMany(i => Parts(i, i.Amount - settlements[i].Where(s => s.SettledOn <= day).Sum(s => s.Amount)))
            .Where(p => p.Amount > 0)
            .GroupBy(p => (p.Currency, p.DueOn))
            .Select(g => new UnpaidPart(g.Key.Currency, g.Key.DueOn, g.Sum(p => p.Amount)) { Count = g.Count() }),
    ];

    /// <summary>Paid within the days on the invoices that are meant, or on any when none is.</summary>
    public decimal Paid(LedgerDocument promise, DateOnly until) => settlements.SelectMany(s => s)
        .Where(s => s.By is LineKind.Payment or LineKind.Advance or LineKind.Draft
            && s.Invoice.Name.Currency == promise.Currency
            && s.SettledOn >= promise.IssuedOn && s.SettledOn <= until
            && (promise.Links.Count == 0 || promise.Links.Any(l => Means(l, s.Invoice))))
        .Sum(s => s.Amount);

    /// <summary>Days on which more may be in default: an item so old and still unpaid, an amount written off.</summary>
    public IEnumerable<DateOnly> Turns(params int[] pastDueDays)
    {
        foreach (var invoice in invoices)
        {
            foreach (var due in new[] { invoice.DueOn, invoice.RetentionDueOn }.OfType<DateOnly>())
            {
                foreach (var turn in pastDueDays.Select(due.AddDays))
                {
                    if (settlements[invoice].Where(s => s.SettledOn <= turn).Sum(s => s.Amount) < invoice.Amount)
                        yield return turn;
                }
            }
        }
        foreach (var loss in settlements.SelectMany(s => s).Where(s => s.By == LineKind.WriteOff))
            yield return loss.SettledOn;
    }

    private static IEnumerable<UnpaidPart> Parts(Line invoice, decimal unpaid)
    {
        var retained = Math.Min(invoice.RetentionAmount, Math.Max(0, unpaid));
        yield return new(invoice.Name.Currency, invoice.DueOn!.Value, unpaid - retained);
        yield return new(invoice.Name.Currency, invoice.RetentionDueOn ?? invoice.DueOn.Value, retained);
    }

    private static bool Means(LedgerLink link, Line invoice) => link.DocumentId is { } id
        ? invoice.DocumentId == id
        : invoice.Name.System == link.System && invoice.Name.Id == link.Id;

    private static SettlementKind KindOf(Settlement settlement) => settlement.By switch
    {
        LineKind.CreditNote => SettlementKind.Credited,
        LineKind.WriteOff => SettlementKind.WrittenOff,
        _ => SettlementKind.Paid,
    };
}
