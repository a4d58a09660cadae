using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>Reads the advances that link to orders, with what came of the orders.</summary>
internal static class AdvanceReading
{
    private const string Sql =
        """
        SELECT a.customer_id, o.system, o.external_id, a.currency_code, a.paid, a.open,
            CASE WHEN o.closed THEN o.taken ELSE greatest(o.amount, o.taken) END, o.taken,
            coalesce((SELECT sum(r.amount) FROM reservations r WHERE r.customer_id = a.customer_id AND r.state = 1
                AND r.expires_at > $2 AND r.order_id = o.external_id AND r.order_system = o.system
                AND r.order_id <> '' AND r.currency_code = a.currency_code), 0)
        FROM (SELECT customer_id, order_line_id, currency_code, sum(amount) AS paid, sum(open_amount) AS open
            FROM ledger_lines WHERE customer_id = ANY ($1) AND kind = 6 AND order_line_id IS NOT NULL
            GROUP BY customer_id, order_line_id, currency_code) a
            JOIN ledger_lines o ON o.customer_id = a.customer_id AND o.line_id = a.order_line_id
        """;

    public static void AddQuery(NpgsqlBatch batch, Guid[] customers, DateTimeOffset now) =>
        batch.Add(Sql).With(customers).With(now.UtcDateTime);

    public static async Task ReadAsync(NpgsqlDataReader reader, Dictionary<Guid, CustomerState> locked)
    {
        while (await reader.ReadAsync())
        {
            if (!locked.TryGetValue(reader.GetGuid(0), out var state))
                continue;
            state.Advances[(reader.GetString(1), reader.GetString(2), reader.GetString(3))] = new()
            {
                Paid = reader.GetDecimal(4),
                Open = reader.GetDecimal(5),
                Ordered = reader.GetDecimal(6),
                Taken = reader.GetDecimal(7),
                Reserved = reader.GetDecimal(8),
            };
        }
    }
}
