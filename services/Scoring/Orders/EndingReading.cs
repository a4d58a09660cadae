using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>Reads the reservations that end first; a remedy may be to wait for them.</summary>
internal static class EndingReading
{

    public static void AddQuery(NpgsqlBatch batch, Guid[] customers, DateTimeOffset now) => batch.Add(
        $"""
        SELECT r.* FROM unnest($1::uuid[]) AS c (customer_id) CROSS JOIN LATERAL (
            SELECT customer_id, reservation_id, order_system, order_id, currency_code, amount, expires_at, deliver_on
            FROM reservations r WHERE r.customer_id = c.customer_id AND r.state = 1 AND r.expires_at > $2
            ORDER BY r.expires_at LIMIT {EndingReservations.Max}) r
        """).With(customers).With(now.UtcDateTime);

    public static async Task ReadAsync(NpgsqlDataReader reader, Dictionary<Guid, CustomerState> locked)
    {
        while (await reader.ReadAsync())
        {
            if (!locked.TryGetValue(reader.GetGuid(0), out var state))
                continue;
            var reservation = new EndingReservation(reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetDecimal(5), reader.Instant(6))
            {
                DeliverOn = reader.Nullable<DateOnly>(7),
            };
            state.Ending.Add(reader.GetGuid(1), reservation);
        }
    }
}
