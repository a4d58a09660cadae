using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>Writes the holds of a batch of orders.</summary>
internal static class HoldRows
{
    public static void AddSuperseded(NpgsqlBatch batch, List<Guid> superseded, DateTimeOffset now)
    {
        if (superseded.Count == 0)
            return;
        batch.Add("UPDATE holds SET state = 4, decided_at = $2 WHERE hold_id = ANY ($1) AND state = 1")
            .With(superseded.ToArray()).With(now.UtcDateTime);
    }

    public static void AddHeldOn(NpgsqlBatch batch, List<(V1.OrderVerdict Verdict, Guid Id)> held, DateTimeOffset now)
    {
        foreach (var (verdict, id) in held)
        {
            batch.Add("UPDATE holds SET verdict = $2, reasons = $3, rechecked_at = $4 WHERE hold_id = $1 AND state = 1")
                .With(id).With(verdict.ToByteArray()).With(ReasonsOf(verdict)).With(now.UtcDateTime);
        }
    }

    /// <summary>One that the same batch superseded already is written as such.</summary>
    public static void AddTo(
        NpgsqlBatch batch, List<(OrderCall Call, V1.OrderVerdict Verdict, Guid Id, V1.Grade Grade)> holds,
        List<Guid> superseded, DateTimeOffset now)
    {
        if (holds.Count == 0)
            return;
        batch.Add(
            """
            INSERT INTO holds (customer_id, hold_id, order_system, order_id, currency_code, amount, verdict, grade,
                requested_by, requested_by_owner, reasons, state, held_at, decided_by, decided_by_owner,
                decision_reason, deliver_on)
            SELECT customer_id, hold_id, order_system, order_id, currency_code, amount, verdict, grade, requested_by,
                requested_by_owner, string_to_array(reasons, ' '), CASE WHEN hold_id = ANY ($13) THEN 4 ELSE 1 END,
                $12, '', '', '', deliver_on
            FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::bytea[],
                $8::smallint[], $9::text[], $10::text[], $11::text[], $14::date[]) AS h (customer_id, hold_id,
                order_system, order_id, currency_code, amount, verdict, grade, requested_by, requested_by_owner,
                reasons, deliver_on)
            """)
            .Column(NpgsqlDbType.Uuid, holds.Select(h => h.Call.Order.CustomerId).ToArray())
            .Column(NpgsqlDbType.Uuid, holds.Select(h => h.Id).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Order.System).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Order.Id).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Order.Currency).ToArray())
            .Column(NpgsqlDbType.Numeric, holds.Select(h => h.Call.Order.Amount).ToArray())
            .Column(NpgsqlDbType.Bytea, holds.Select(h => h.Verdict.ToByteArray()).ToArray())
            .Column(NpgsqlDbType.Smallint, holds.Select(h => (short)h.Grade).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Caller.Name).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => h.Call.Caller.Owner).ToArray())
            .Column(NpgsqlDbType.Text, holds.Select(h => string.Join(' ', ReasonsOf(h.Verdict))).ToArray())
            .With(now.UtcDateTime)
            .With(superseded.ToArray())
            .Column(NpgsqlDbType.Date, holds.Select(h => h.Call.Order.DeliverOn).ToArray());
    }

    public static string[] ReasonsOf(V1.OrderVerdict verdict) =>
        [.. verdict.Checks.Where(c => c.Outcome == V1.CheckOutcome.Failed).Select(c => c.Reason)];
}
