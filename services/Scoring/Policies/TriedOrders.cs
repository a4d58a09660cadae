using Npgsql;
using Risk.Intake.V1;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Policies;

/// <summary>An order on which rules are tried; with its hold when it is held.</summary>
internal sealed record TriedOrder(Order Order, Guid? HoldId);

/// <summary>The orders on which a policy would act if it were in force now.</summary>
internal static class TriedOrders
{
    private const int OrdersMax = 2_000;

    private const string Held =
        """
        SELECT customer_id, order_system, order_id, currency_code, amount, hold_id, verdict, deliver_on
        FROM holds WHERE state = 1 ORDER BY hold_id LIMIT $1
        """;

    // Orders whole: a reservation with what was ordered before, an open order with what was delivered of it, on the
    // terms with which it was last confirmed.
    private const string Going =
        """
        SELECT customer_id, order_system, order_id, currency_code, amount + ordered_before, created_at, deliver_on,
            terms
        FROM reservations WHERE state = 1 AND expires_at > $2 AND order_id <> ''
        UNION ALL
        SELECT l.customer_id, l.system, l.external_id, l.currency_code, l.open_amount + l.taken, l.known_at, l.due_on,
            (SELECT r.terms FROM reservations r WHERE r.customer_id = l.customer_id AND r.order_id = l.external_id
                AND r.order_system = l.system AND r.order_id <> '' AND r.state = 2
                ORDER BY r.created_at DESC LIMIT 1)
        FROM ledger_lines l WHERE l.stage = 2 AND l.open_amount > 0
        ORDER BY 6 DESC NULLS LAST LIMIT $1
        """;

    public static async Task<(List<TriedOrder> Held, List<TriedOrder> Going)> OfAsync(
        NpgsqlConnection connection, DateOnly day, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Held).With(OrdersMax);
        batch.Add(Going).With(OrdersMax).With(now.UtcDateTime);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var (held, going) = (new List<TriedOrder>(), new List<TriedOrder>());
        while (await reader.ReadAsync(ct))
        {
            var verdict = V1.OrderVerdict.Parser.ParseFrom(reader.GetFieldValue<byte[]>(6));
            var order = Read(reader, day) with
            {
                Terms = verdict.Terms,
                Stage = verdict.Stage,
                DeliverOn = reader.Nullable<DateOnly>(7),
            };
            held.Add(new(order, reader.GetGuid(5)));
        }
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            going.Add(new(Read(reader, day) with
            {
                DeliverOn = reader.Nullable<DateOnly>(6),
                Terms = reader.IsDBNull(7) ? null : PaymentTerms.Parser.ParseFrom(reader.GetFieldValue<byte[]>(7)),
            }, HoldId: null));
        }
        return (held, going);
    }

    private static Order Read(NpgsqlDataReader reader, DateOnly day) => new()
    {
        CustomerId = reader.GetGuid(0),
        System = reader.GetString(1),
        Id = reader.GetString(2),
        Currency = reader.GetString(3),
        Amount = reader.GetDecimal(4),
        AsOf = day,
    };
}
