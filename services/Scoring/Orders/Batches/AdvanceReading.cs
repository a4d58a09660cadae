using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>Reads the advances that link to orders, with what came of the orders.</summary>
internal static class AdvanceReading
{
    private static readonly string OfCustomers = Sql("customer_id = ANY ($1)");

    private static readonly string OfGroups = Sql(
        """
        customer_id IN (SELECT m.customer_id FROM credit_accounts a JOIN credit_accounts m ON m.group_id = a.group_id
            WHERE a.customer_id = ANY ($1) AND a.group_id IS NOT NULL)
        """);

    public static void AddQuery(NpgsqlBatch batch, Guid[] customers, DateTimeOffset now) =>
        batch.Add(OfCustomers).With(customers).With(now.UtcDateTime);

    /// <summary>Of all members of the customers' groups.</summary>
    public static void AddGroupQuery(NpgsqlBatch batch, Guid[] customers, DateTimeOffset now) =>
        batch.Add(OfGroups).With(customers).With(now.UtcDateTime);

    public static async Task ReadAsync(NpgsqlDataReader reader, Dictionary<Guid, CustomerState> locked)
    {
        while (await reader.ReadAsync())
        {
            if (locked.TryGetValue(reader.GetGuid(0), out var state))
                state.Advances[NameOf(reader)] = Read(reader);
        }
    }

    public static async Task ReadAsync(NpgsqlDataReader reader, Dictionary<Guid, GroupState> groups)
    {
        while (await reader.ReadAsync())
        {
            if (groups.TryGetValue(reader.Nullable<Guid>(9) ?? Guid.Empty, out var group))
                group.Put(reader.GetGuid(0), NameOf(reader), Read(reader));
        }
    }

    private static string Sql(string whose) =>
        $"""
        SELECT a.customer_id, o.system, o.external_id, a.currency_code, a.paid, a.open,
            CASE WHEN o.closed THEN o.taken ELSE greatest(o.amount, o.taken) END, o.taken,
            coalesce((SELECT sum(r.amount) FROM reservations r WHERE r.customer_id = a.customer_id AND r.state = 1
                AND r.expires_at > $2 AND r.order_id = o.external_id AND r.order_system = o.system
                AND r.order_id <> '' AND r.currency_code = a.currency_code), 0), c.group_id
        FROM (SELECT customer_id, order_line_id, currency_code, sum(amount) AS paid, sum(open_amount) AS open
            FROM ledger_lines WHERE {whose} AND kind = 6 AND order_line_id IS NOT NULL
            GROUP BY customer_id, order_line_id, currency_code) a
            JOIN ledger_lines o ON o.customer_id = a.customer_id AND o.line_id = a.order_line_id
            JOIN credit_accounts c ON c.customer_id = a.customer_id
        """;

    private static (string System, string Id, string Currency) NameOf(NpgsqlDataReader reader) =>
        (reader.GetString(1), reader.GetString(2), reader.GetString(3));

    private static OrderAdvance Read(NpgsqlDataReader reader) => new()
    {
        Paid = reader.GetDecimal(4),
        Open = reader.GetDecimal(5),
        Ordered = reader.GetDecimal(6),
        Taken = reader.GetDecimal(7),
        Reserved = reader.GetDecimal(8),
    };
}
