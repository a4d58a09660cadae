using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Ledger;

/// <summary>Adds the statements that write what settled which invoice.</summary>
internal static class SettlementWriting
{
    private const string InsertSettlements =
        """
        INSERT INTO settlements (customer_id, invoice_line_id, credit_line_id, place, kind, invoice_document_id,
            credit_document_id, currency_code, amount, issued_on, due_on, settled_on)
        SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::integer[], $5::smallint[], $6::uuid[], $7::uuid[],
            $8::text[], $9::numeric[], $10::date[], $11::date[], $12::date[])
        ON CONFLICT (customer_id, invoice_line_id, credit_line_id, place) DO UPDATE SET amount = excluded.amount
        """;

    public static void Add(NpgsqlBatch batch, Guid customerId, LedgerChanges changes)
    {
        AddSplit(batch, customerId, [.. changes.Split]);
        AddSettlements(batch, customerId, [.. changes.Settled.Where(s => s.Amount > 0)]);
        AddUndone(batch, customerId, [.. changes.Undone.Except(changes.Settled)]);
    }

    private static void AddSettlements(NpgsqlBatch batch, Guid customerId, Settlement[] settlements)
    {
        if (settlements.Length == 0)
            return;
        batch.Add(InsertSettlements).With(customerId)
            .Column(NpgsqlDbType.Uuid, settlements.Select(s => s.Invoice.Id).ToArray())
            .Column(NpgsqlDbType.Uuid, settlements.Select(s => s.Credit.Id).ToArray())
            .Column(NpgsqlDbType.Integer, settlements.Select(s => s.Place).ToArray())
            .Column(NpgsqlDbType.Smallint, settlements.Select(s => (short)s.By).ToArray())
            .Column(NpgsqlDbType.Uuid, settlements.Select(s => s.Invoice.DocumentId!.Value).ToArray())
            .Column(NpgsqlDbType.Uuid, settlements.Select(s => s.Credit.DocumentId!.Value).ToArray())
            .Column(NpgsqlDbType.Text, settlements.Select(s => s.Invoice.Name.Currency).ToArray())
            .Column(NpgsqlDbType.Numeric, settlements.Select(s => s.Amount).ToArray())
            .Column(NpgsqlDbType.Date, settlements.Select(s => s.Invoice.IssuedOn!.Value).ToArray())
            .Column(NpgsqlDbType.Date, settlements.Select(s => s.Invoice.DueOn!.Value).ToArray())
            .Column(NpgsqlDbType.Date, settlements.Select(s => s.SettledOn).ToArray());
    }

    /// <summary>Of invoices in parts all settlements anew: a later one may move earlier ones to another part.</summary>
    private static void AddSplit(NpgsqlBatch batch, Guid customerId, Line[] invoices)
    {
        if (invoices.Length == 0)
            return;
        batch.Add("DELETE FROM settlements WHERE customer_id = $1 AND invoice_line_id = ANY ($2)")
            .With(customerId).With(invoices.Select(i => i.Id).ToArray());
        var rows = invoices.SelectMany(i => i.Due.Settled.GroupBy(s => s.Fill.CreditLineId)
            .SelectMany(g => g.Select((s, place) => (Invoice: i, s.Fill, s.DueOn, s.Amount, Place: place)))).ToArray();
        batch.Add(InsertSettlements).With(customerId)
            .Column(NpgsqlDbType.Uuid, rows.Select(r => r.Invoice.Id).ToArray())
            .Column(NpgsqlDbType.Uuid, rows.Select(r => r.Fill.CreditLineId).ToArray())
            .Column(NpgsqlDbType.Integer, rows.Select(r => r.Place).ToArray())
            .Column(NpgsqlDbType.Smallint, rows.Select(r => (short)r.Fill.By).ToArray())
            .Column(NpgsqlDbType.Uuid, rows.Select(r => r.Invoice.DocumentId!.Value).ToArray())
            .Column(NpgsqlDbType.Uuid, rows.Select(r => r.Fill.CreditDocumentId).ToArray())
            .Column(NpgsqlDbType.Text, rows.Select(r => r.Invoice.Name.Currency).ToArray())
            .Column(NpgsqlDbType.Numeric, rows.Select(r => r.Amount).ToArray())
            .Column(NpgsqlDbType.Date, rows.Select(r => r.Invoice.IssuedOn!.Value).ToArray())
            .Column(NpgsqlDbType.Date, rows.Select(r => r.DueOn).ToArray())
            .Column(NpgsqlDbType.Date, rows.Select(r => r.Fill.On).ToArray());
    }

    /// <summary>Settlements of which nothing or less is left.</summary>
    private static void AddUndone(NpgsqlBatch batch, Guid customerId, Settlement[] undone)
    {
        AddSettlements(batch, customerId, [.. undone.Where(s => s.Amount > 0)]);
        var gone = undone.Where(s => s.Amount == 0).ToArray();
        if (gone.Length == 0)
            return;
        batch.Add("DELETE FROM settlements s USING unnest($2::uuid[], $3::uuid[], $4::integer[]) AS g (i, c, place) "
            + "WHERE s.customer_id = $1 AND s.invoice_line_id = g.i AND s.credit_line_id = g.c AND s.place = g.place")
            .With(customerId)
            .Column(NpgsqlDbType.Uuid, gone.Select(s => s.Invoice.Id).ToArray())
            .Column(NpgsqlDbType.Uuid, gone.Select(s => s.Credit.Id).ToArray())
            .Column(NpgsqlDbType.Integer, gone.Select(s => s.Place).ToArray());
    }
}
