using Microsoft.EntityFrameworkCore;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.CustomerFacts;

/// <summary>
/// Counts orders, invoices and disputes, and sums up what was invoiced and returned, by the day of the document. A
/// later reversal does not unmake the deal, so it is not taken back.
/// </summary>
internal sealed class CountTradeWhenDocumentsRecorded(ScoringDb db) : IReaction<DocumentsRecorded>
{
    public async Task React(DocumentsRecorded fact, EventContext context, CancellationToken ct)
    {
        var customerId = Guid.Parse(fact.CustomerId);
        await CountAsync(customerId, fact, ct);
        await SumUpAsync(customerId, fact, ct);
    }

    private async Task CountAsync(Guid customerId, DocumentsRecorded fact, CancellationToken ct)
    {
        var byDay = fact.Documents
            .Where(d => d.Kind is DocumentKind.Order or DocumentKind.Invoice or DocumentKind.Dispute)
            .GroupBy(d => d.IssuedOn.ToDay())
            .Where(day => day.Key is not null)
            .OrderBy(day => day.Key)
            .ToList();
        if (byDay.Count == 0)
            return;
        DateOnly[] days = [.. byDay.Select(d => d.Key!.Value)];
        int[] orders = [.. byDay.Select(d => d.Count(x => x.Kind == DocumentKind.Order))];
        int[] invoices = [.. byDay.Select(d => d.Count(x => x.Kind == DocumentKind.Invoice))];
        int[] disputes = [.. byDay.Select(d => d.Count(x => x.Kind == DocumentKind.Dispute))];
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO trade_days AS known (customer_id, day, orders, invoices, disputes)
            SELECT {customerId}, day, orders, invoices, disputes
            FROM unnest({days}, {orders}, {invoices}, {disputes}) AS days (day, orders, invoices, disputes)
            ON CONFLICT (customer_id, day) DO UPDATE SET
                orders = known.orders + excluded.orders, invoices = known.invoices + excluded.invoices,
                disputes = known.disputes + excluded.disputes
            """, ct);
    }

    private async Task SumUpAsync(Guid customerId, DocumentsRecorded fact, CancellationToken ct)
    {
        var sums = fact.Documents
            .Where(d => d.Kind is DocumentKind.Invoice or DocumentKind.GoodsReturn && d.IssuedOn.ToDay() is not null)
            .GroupBy(d => (Day: d.IssuedOn.ToDay()!.Value, d.Amount.CurrencyCode))
            .OrderBy(g => g.Key)
            .ToList();
        if (sums.Count == 0)
            return;
        DateOnly[] days = [.. sums.Select(g => g.Key.Day)];
        string[] currencies = [.. sums.Select(g => g.Key.CurrencyCode)];
        decimal[] invoiced = [.. sums.Select(g => Sum(g, DocumentKind.Invoice))];
        decimal[] returned = [.. sums.Select(g => Sum(g, DocumentKind.GoodsReturn))];
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO trade_amounts AS known (customer_id, day, currency_code, invoiced, returned)
            SELECT {customerId}, day, currency_code, invoiced, returned
            FROM unnest({days}, {currencies}, {invoiced}, {returned})
                AS sums (day, currency_code, invoiced, returned)
            ON CONFLICT (customer_id, day, currency_code) DO UPDATE SET
                invoiced = known.invoiced + excluded.invoiced, returned = known.returned + excluded.returned
            """, ct);
    }

    private static decimal Sum(IEnumerable<Document> documents, DocumentKind kind) =>
        documents.Where(d => d.Kind == kind).Sum(d => Amounts.ToDecimal(d.Amount));
}
