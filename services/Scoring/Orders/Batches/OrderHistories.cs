using Npgsql;
using NpgsqlTypes;
using Risk.Scoring.Reservations;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>Reads what holds, reservations and the ledger know of orders, by customer and name.</summary>
internal sealed class OrderHistories : Dictionary<(Guid CustomerId, string System, string Id), OrderHistory>
{
    private const string Names =
        "FROM unnest($1::uuid[], $2::text[], $3::text[]) AS o (customer_id, order_system, order_id) ";

    private const string Holds =
        $"""
        SELECT h.customer_id, h.order_system, h.order_id, h.hold_id, h.state, h.currency_code,
            coalesce(h.released_amount_max, h.amount), h.decided_at, h.used_at IS NOT NULL, h.amount,
            h.review_on
        {Names}
            JOIN holds h ON h.customer_id = o.customer_id AND h.order_id = o.order_id
                AND h.order_system = o.order_system AND h.order_id <> ''
        WHERE h.state IN (1, 2, 3) ORDER BY h.decided_at
        """;

    private const string Reserved =
        $"""
        SELECT r.customer_id, r.order_system, r.order_id, r.reservation_id, r.verdict_id, r.currency_code, r.amount,
            r.ordered_before, r.expires_at, r.created_at, r.deliver_on
        {Names}
            JOIN reservations r ON r.customer_id = o.customer_id AND r.order_id = o.order_id
                AND r.order_system = o.order_system AND r.order_id <> ''
        WHERE r.state = 1 AND r.expires_at > $4
        """;

    private const string Open =
        $"""
        SELECT l.customer_id, l.system, l.external_id, l.currency_code, l.open_amount, l.taken
        {Names}
            JOIN ledger_lines l ON l.customer_id = o.customer_id AND l.external_id = o.order_id AND l.kind = 1
                AND l.system = o.order_system
        WHERE l.open_amount > 0 OR l.taken > 0
        """;

    public static void AddQueries(NpgsqlBatch batch, Order[] orders, DateTimeOffset now)
    {
        var names = orders.Where(o => o.HasRef).Select(o => (o.CustomerId, o.System, o.Id)).Distinct().ToArray();
        foreach (var sql in (string[])[Holds, Reserved, Open])
        {
            var command = batch.Add(sql)
                .Column(NpgsqlDbType.Uuid, names.Select(n => n.CustomerId).ToArray())
                .Column(NpgsqlDbType.Text, names.Select(n => n.System).ToArray())
                .Column(NpgsqlDbType.Text, names.Select(n => n.Id).ToArray());
            if (sql == Reserved)
                command.With(now.UtcDateTime);
        }
    }

    public async Task ReadAsync(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync())
            ReadHold(reader);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            ReadReservation(reader);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var history = Of(reader);
            this[KeyOf(reader)] = history with
            {
                Open = new Dictionary<string, decimal>(history.Open, StringComparer.Ordinal)
                {
                    [reader.GetString(3)] = reader.GetDecimal(4),
                },
                Taken = new Dictionary<string, decimal>(history.Taken, StringComparer.Ordinal)
                {
                    [reader.GetString(3)] = reader.GetDecimal(5),
                },
            };
        }
    }

    private void ReadHold(NpgsqlDataReader reader)
    {
        var (history, state) = (Of(reader), (V1.HoldState)reader.GetInt16(4));
        this[KeyOf(reader)] = state == V1.HoldState.Open
            ? history with { OpenHold = new(reader.GetGuid(3), reader.GetDecimal(9), reader.GetString(5)) }
            : history with
            {
                Earlier = new(state == V1.HoldState.Released, reader.GetDecimal(6), reader.GetString(5),
                    reader.Instant(7))
                {
                    IsUsed = reader.GetBoolean(8),
                    ReviewOn = reader.Nullable<DateOnly>(10),
                },
            };
    }

    private void ReadReservation(NpgsqlDataReader reader)
    {
        var history = Of(reader);
        var reservation = new Reservation
        {
            CustomerId = reader.GetGuid(0),
            OrderSystem = reader.GetString(1),
            OrderId = reader.GetString(2),
            ReservationId = reader.GetGuid(3),
            VerdictId = reader.GetGuid(4),
            CurrencyCode = reader.GetString(5),
            Amount = reader.GetDecimal(6),
            OrderedBefore = reader.GetDecimal(7),
            ExpiresAt = reader.Instant(8),
            CreatedAt = reader.Instant(9),
            DeliverOn = reader.Nullable<DateOnly>(10),
        };
        this[KeyOf(reader)] = history with { Reserved = [.. history.Reserved, reservation] };
    }

    private OrderHistory Of(NpgsqlDataReader reader) => this.GetValueOrDefault(KeyOf(reader)) ?? new();

    private static (Guid, string, string) KeyOf(NpgsqlDataReader reader) =>
        (reader.GetGuid(0), reader.GetString(1), reader.GetString(2));
}
