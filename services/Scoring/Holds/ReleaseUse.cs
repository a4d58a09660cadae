using Npgsql;
using NpgsqlTypes;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Holds;

/// <summary>A release covers its order once: what comes of the order uses it up.</summary>
internal static class ReleaseUse
{
    public static void AddTo(
        NpgsqlBatch batch, Guid customerId, IReadOnlyCollection<LineName> orders, DateTimeOffset now)
    {
        if (orders.Count == 0)
            return;
        batch.Add(
            """
            UPDATE holds h SET used_at = $4 FROM unnest($2::text[], $3::text[]) AS o (system, id)
            WHERE h.customer_id = $1 AND h.order_id = o.id AND h.order_id <> '' AND h.order_system = o.system
                AND h.state = 2 AND h.used_at IS NULL
            """)
            .With(customerId)
            .Column(NpgsqlDbType.Text, orders.Select(o => o.System).ToArray())
            .Column(NpgsqlDbType.Text, orders.Select(o => o.Id).ToArray())
            .With(now.UtcDateTime);
    }
}
