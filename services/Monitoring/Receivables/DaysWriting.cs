using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Receivables;

/// <summary>Adds changes to the sums of days.</summary>
internal static class DaysWriting
{
    private const string Upsert =
        """
        INSERT INTO receivable_days AS known (customer_id, currency_code, day, receivable, receivable_items, overdue,
            overdue_items, overdue_due, disputed, invoiced, paid, paid_items, paid_late, dishonoured, written_off,
            write_offs)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::date[], $4::numeric[], $5::integer[], $6::numeric[],
            $7::integer[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[], $12::integer[],
            $13::numeric[], $14::integer[], $15::numeric[], $16::integer[])
        ON CONFLICT (customer_id, currency_code, day) DO UPDATE SET
            receivable = known.receivable + excluded.receivable,
            receivable_items = known.receivable_items + excluded.receivable_items,
            overdue = known.overdue + excluded.overdue, overdue_items = known.overdue_items + excluded.overdue_items,
            overdue_due = known.overdue_due + excluded.overdue_due, disputed = known.disputed + excluded.disputed,
            invoiced = known.invoiced + excluded.invoiced, paid = known.paid + excluded.paid,
            paid_items = known.paid_items + excluded.paid_items, paid_late = known.paid_late + excluded.paid_late,
            dishonoured = known.dishonoured + excluded.dishonoured,
            written_off = known.written_off + excluded.written_off,
            write_offs = known.write_offs + excluded.write_offs
        """;

    public static void Add(
        NpgsqlBatch batch,
        IReadOnlyList<KeyValuePair<(Guid CustomerId, string Currency, DateOnly Day), DaySums>> days)
    {
        if (days.Count == 0)
            return;
        batch.Add(Upsert)
            .Column(NpgsqlDbType.Uuid, days.Select(d => d.Key.CustomerId).ToArray())
            .Column(NpgsqlDbType.Text, days.Select(d => d.Key.Currency).ToArray())
            .Column(NpgsqlDbType.Date, days.Select(d => d.Key.Day).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Value.Receivable).ToArray())
            .Column(NpgsqlDbType.Integer, days.Select(d => d.Value.ReceivableItems).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Value.Overdue).ToArray())
            .Column(NpgsqlDbType.Integer, days.Select(d => d.Value.OverdueItems).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Value.OverdueDue).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Value.Disputed).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Value.Invoiced).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Value.Paid).ToArray())
            .Column(NpgsqlDbType.Integer, days.Select(d => d.Value.PaidItems).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Value.PaidLate).ToArray())
            .Column(NpgsqlDbType.Integer, days.Select(d => d.Value.Dishonoured).ToArray())
            .Column(NpgsqlDbType.Numeric, days.Select(d => d.Value.WrittenOff).ToArray())
            .Column(NpgsqlDbType.Integer, days.Select(d => d.Value.WriteOffs).ToArray());
    }
}
