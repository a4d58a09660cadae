using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>
/// Reads the reservations that end first. A remedy may be to wait for them, so they are looked for when an order does
/// not pass; most do.
/// </summary>
internal static class EndingReading
{
    private static readonly string Sql =
        $"""
        SELECT r.* FROM unnest($1::uuid[]) AS c (customer_id) CROSS JOIN LATERAL (
            SELECT customer_id, reservation_id, order_system, order_id, currency_code, amount, expires_at, deliver_on
            FROM reservations r WHERE r.customer_id = c.customer_id AND r.state = 1 AND r.expires_at > $2
            ORDER BY r.expires_at LIMIT {EndingReservations.Max}) r
        """;

    public static async Task ReadAsync(
        NpgsqlConnection connection, Dictionary<Guid, CustomerState> locked, DateTimeOffset now)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Sql).With(locked.Keys.ToArray()).With(now.UtcDateTime);
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var reservation = new EndingReservation(reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetDecimal(5), reader.Instant(6))
            {
                DeliverOn = reader.Nullable<DateOnly>(7),
            };
            locked[reader.GetGuid(0)].Ending.Add(reader.GetGuid(1), reservation);
        }
    }
}
