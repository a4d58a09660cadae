using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Alerting.Alerts;

/// <summary>
/// Remembers the newest event that was heard of each customer and rule. One that was set aside and comes after it must
/// not undo what has happened since: a warning that has ended would be raised for good.
/// </summary>
internal sealed class Hearing(AlertingDb db)
{
    /// <summary>
    /// Waits until no other producer's events of the same customers are being handled: an alert of the grade hears of
    /// scoring and of monitoring, and its owner of intake. Customers have the same partition with all of them.
    /// </summary>
    public Task TakeTurnAsync(EventContext context, CancellationToken ct)
    {
        var partition = context.Partition.ToString(CultureInfo.InvariantCulture);
        return db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock(hashtextextended('alerts of partition ' || {partition}, 0))", ct);
    }

    /// <summary>Whether nothing newer was heard of this rule.</summary>
    public async Task<bool> IsNewestAsync(Guid customerId, string rule, EventContext context, CancellationToken ct) =>
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO heard (customer_id, rule, written) VALUES ({customerId}, {rule}, {context.Written})
            ON CONFLICT (customer_id, rule) DO UPDATE SET written = excluded.written
            WHERE heard.written < excluded.written
            """, ct) == 1;
}
