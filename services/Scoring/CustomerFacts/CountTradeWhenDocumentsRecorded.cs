using Microsoft.EntityFrameworkCore;
using Risk.Intake.V1;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.CustomerFacts;

/// <summary>
/// Counts orders, invoices and disputes by the day of the document. A later reversal does not unmake the deal, so it is
/// not taken back.
/// </summary>
internal sealed class CountTradeWhenDocumentsRecorded(ScoringDb db) : IReaction<DocumentsRecorded>
{
    public async Task React(DocumentsRecorded fact, EventContext context, CancellationToken ct)
    {
        var byDay = fact.Documents
            .Where(d => d.Kind is DocumentKind.Order or DocumentKind.Invoice or DocumentKind.Dispute)
            .GroupBy(d => d.IssuedOn.ToDay())
            .Where(day => day.Key is not null)
            .OrderBy(day => day.Key)
            .ToList();
        if (byDay.Count == 0)
            return;
        var customerId = Guid.Parse(fact.CustomerId);
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
}
