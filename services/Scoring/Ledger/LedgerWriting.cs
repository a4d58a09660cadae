using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Ledger;

/// <summary>
/// Adds the statements that write what documents have changed: whole columns, one statement per table.
/// </summary>
internal static class LedgerWriting
{
    private const string UpsertLines =
        """
        INSERT INTO ledger_lines (customer_id, line_id, kind, stage, system, external_id, currency_code, document_id,
            amount, taken, billed_ahead, closed, disputed, disputes, dispute_resolved_on, dispute_resolved_at,
            issued_on, due_on, settled_on, order_line_id, known_at, closed_at, closed_on, confirmed_at, cuts, fills,
            part_days, part_amounts, part_open)
        SELECT $1, l.line_id, l.kind, l.stage, l.system, l.external_id, l.currency_code, l.document_id, l.amount,
            l.taken, l.billed_ahead, l.closed, l.disputed, l.disputes, l.dispute_resolved_on, l.dispute_resolved_at,
            l.issued_on, l.due_on, l.settled_on, l.order_line_id, l.known_at, l.closed_at, l.closed_on,
            l.confirmed_at, l.cuts, l.fills, l.days::date[], l.amounts::numeric[], l.open::numeric[]
        FROM unnest($2::uuid[], $3::smallint[], $4::smallint[], $5::text[], $6::text[], $7::text[],
            $8::uuid[], $9::numeric[], $10::numeric[], $11::numeric[], $12::boolean[], $13::numeric[], $14::text[],
            $15::date[], $16::timestamptz[], $17::date[], $18::date[], $19::date[], $20::uuid[],
            $21::timestamptz[], $22::timestamptz[], $23::date[], $24::timestamptz[], $25::text[], $26::text[],
            $27::text[], $28::text[], $29::text[]) AS l (line_id, kind, stage, system, external_id, currency_code,
            document_id, amount, taken, billed_ahead, closed, disputed, disputes, dispute_resolved_on,
            dispute_resolved_at, issued_on, due_on, settled_on, order_line_id, known_at, closed_at, closed_on,
            confirmed_at, cuts, fills, days, amounts, open)
        ON CONFLICT (customer_id, line_id) DO UPDATE SET
            document_id = excluded.document_id, amount = excluded.amount, taken = excluded.taken,
            billed_ahead = excluded.billed_ahead, closed = excluded.closed, disputed = excluded.disputed,
            disputes = excluded.disputes, dispute_resolved_on = excluded.dispute_resolved_on,
            dispute_resolved_at = excluded.dispute_resolved_at, issued_on = excluded.issued_on,
            due_on = excluded.due_on, settled_on = excluded.settled_on, order_line_id = excluded.order_line_id,
            known_at = excluded.known_at, closed_at = excluded.closed_at, closed_on = excluded.closed_on,
            confirmed_at = excluded.confirmed_at, cuts = excluded.cuts, fills = excluded.fills,
            part_days = excluded.part_days, part_amounts = excluded.part_amounts, part_open = excluded.part_open
        """;

    private const string InsertTransfers =
        """
        INSERT INTO ledger_entries (customer_id, document_id, from_line_id, to_line_id, from_stage, to_stage,
            currency_code, amount, recorded_at)
        SELECT customer_id, document_id, from_line_id, to_line_id, from_stage, to_stage, currency_code, amount, $9
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::smallint[], $6::smallint[], $7::text[],
            $8::numeric[]) WITH ORDINALITY AS t (customer_id, document_id, from_line_id, to_line_id, from_stage,
            to_stage, currency_code, amount, place)
        ORDER BY place
        """;

    private const string UpsertExposures =
        """
        INSERT INTO exposures (customer_id, currency_code, reserved, open_orders, delivered, receivable, drafts,
            unallocated, disputed, as_of)
        SELECT * FROM unnest($1::uuid[], $2::text[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[],
            $7::numeric[], $8::numeric[], $9::numeric[], $10::timestamptz[])
        ON CONFLICT (customer_id, currency_code) DO UPDATE SET
            reserved = excluded.reserved, open_orders = excluded.open_orders, delivered = excluded.delivered,
            receivable = excluded.receivable, drafts = excluded.drafts, unallocated = excluded.unallocated,
            disputed = excluded.disputed, as_of = excluded.as_of
        """;

    public static void AddDocuments(
        NpgsqlBatch batch, Guid customerId, IReadOnlyList<(LedgerDocument Document, byte[] Body)> documents) =>
        batch.Add(
            """
            INSERT INTO ledger_documents (customer_id, document_id, kind, body, reverses)
            SELECT $1, document_id, kind, body, reverses
            FROM unnest($2::uuid[], $3::smallint[], $4::bytea[], $5::text[])
                WITH ORDINALITY AS d (document_id, kind, body, reverses, place)
            ORDER BY place
            """)
            .With(customerId)
            .Column(NpgsqlDbType.Uuid, documents.Select(d => d.Document.Id).ToArray())
            .Column(NpgsqlDbType.Smallint, documents.Select(d => (short)d.Document.Kind).ToArray())
            .Column(NpgsqlDbType.Bytea, documents.Select(d => d.Body).ToArray())
            .Column(NpgsqlDbType.Text, documents.Select(d => d.Document.Reverses).ToArray());

    /// <summary>Lines, what waits and settlements.</summary>
    public static void AddChanges(NpgsqlBatch batch, Guid customerId, LedgerChanges changes)
    {
        if (changes.Lines.Count > 0)
            AddLines(batch, customerId, [.. changes.Lines]);
        AddFurtherOrders(batch, customerId, [.. changes.FurtherOrders]);
        var ended = changes.PendingEnded.Where(p => !changes.PendingAdded.Contains(p)).ToList();
        if (ended.Count > 0)
        {
            batch.Add("DELETE FROM ledger_pending p USING unnest($2::uuid[], $3::uuid[], $4::smallint[], $5::uuid[]) "
                + "AS e (credit, target, part, clearing) WHERE p.customer_id = $1 AND p.credit_line_id = e.credit "
                + "AND p.target_line_id = e.target AND p.part = e.part AND p.clearing_id = e.clearing")
                .With(customerId)
                .Column(NpgsqlDbType.Uuid, ended.Select(p => p.CreditLineId).ToArray())
                .Column(NpgsqlDbType.Uuid, ended.Select(p => p.TargetLineId).ToArray())
                .Column(NpgsqlDbType.Smallint, ended.Select(p => (short)p.Portion.Part).ToArray())
                .Column(NpgsqlDbType.Uuid, ended.Select(p => p.ClearingId).ToArray());
        }
        AddPending(batch, customerId, [.. changes.PendingAdded.Where(p => !changes.PendingEnded.Contains(p))]);
        SettlementWriting.Add(batch, customerId, changes);
    }

    public static void AddTransfers(
        NpgsqlBatch batch, IReadOnlyList<(Guid CustomerId, Transfer Transfer)> transfers, DateTimeOffset now)
    {
        if (transfers.Count == 0)
            return;
        batch.Add(InsertTransfers)
            .Column(NpgsqlDbType.Uuid, transfers.Select(t => t.CustomerId).ToArray())
            .Column(NpgsqlDbType.Uuid, transfers.Select(t => t.Transfer.DocumentId).ToArray())
            .Column(NpgsqlDbType.Uuid, transfers.Select(t => t.Transfer.FromLineId).ToArray())
            .Column(NpgsqlDbType.Uuid, transfers.Select(t => t.Transfer.ToLineId).ToArray())
            .Column(NpgsqlDbType.Smallint, transfers.Select(t => (short)t.Transfer.From).ToArray())
            .Column(NpgsqlDbType.Smallint, transfers.Select(t => (short)t.Transfer.To).ToArray())
            .Column(NpgsqlDbType.Text, transfers.Select(t => t.Transfer.Currency).ToArray())
            .Column(NpgsqlDbType.Numeric, transfers.Select(t => t.Transfer.Amount).ToArray())
            .With(now.UtcDateTime);
    }

    public static void AddExposures(
        NpgsqlBatch batch, IReadOnlyList<(Guid CustomerId, Exposure Exposure)> exposures)
    {
        if (exposures.Count == 0)
            return;
        batch.Add(UpsertExposures)
            .Column(NpgsqlDbType.Uuid, exposures.Select(e => e.CustomerId).ToArray())
            .Column(NpgsqlDbType.Text, exposures.Select(e => e.Exposure.Currency).ToArray())
            .Column(NpgsqlDbType.Numeric, exposures.Select(e => e.Exposure.Reserved).ToArray())
            .Column(NpgsqlDbType.Numeric, exposures.Select(e => e.Exposure.OpenOrders).ToArray())
            .Column(NpgsqlDbType.Numeric, exposures.Select(e => e.Exposure.Delivered).ToArray())
            .Column(NpgsqlDbType.Numeric, exposures.Select(e => e.Exposure.Receivable).ToArray())
            .Column(NpgsqlDbType.Numeric, exposures.Select(e => e.Exposure.Drafts).ToArray())
            .Column(NpgsqlDbType.Numeric, exposures.Select(e => e.Exposure.Unallocated).ToArray())
            .Column(NpgsqlDbType.Numeric, exposures.Select(e => e.Exposure.Disputed).ToArray())
            .Column(NpgsqlDbType.TimestampTz, exposures.Select(e => e.Exposure.AsOf.UtcDateTime).ToArray());
    }

    private static void AddLines(NpgsqlBatch batch, Guid customerId, Line[] lines) =>
        batch.Add(UpsertLines).With(customerId)
            .Column(NpgsqlDbType.Uuid, lines.Select(l => l.Id).ToArray())
            .Column(NpgsqlDbType.Smallint, lines.Select(l => (short)l.Name.Kind).ToArray())
            .Column(NpgsqlDbType.Smallint, lines.Select(l => (short)l.Stage).ToArray())
            .Column(NpgsqlDbType.Text, lines.Select(l => l.Name.System).ToArray())
            .Column(NpgsqlDbType.Text, lines.Select(l => l.Name.Id).ToArray())
            .Column(NpgsqlDbType.Text, lines.Select(l => l.Name.Currency).ToArray())
            .Column(NpgsqlDbType.Uuid, lines.Select(l => l.DocumentId).ToArray())
            .Column(NpgsqlDbType.Numeric, lines.Select(l => l.Amount).ToArray())
            .Column(NpgsqlDbType.Numeric, lines.Select(l => l.Taken).ToArray())
            .Column(NpgsqlDbType.Numeric, lines.Select(l => l.BilledAhead).ToArray())
            .Column(NpgsqlDbType.Boolean, lines.Select(l => l.Closed).ToArray())
            .Column(NpgsqlDbType.Numeric, lines.Select(l => l.Disputed).ToArray())
            .Column(NpgsqlDbType.Text, lines.Select(l => LineTexts.Of(l.Disputes)).ToArray())
            .Column(NpgsqlDbType.Date, lines.Select(l => l.DisputeResolvedOn).ToArray())
            .Column(NpgsqlDbType.TimestampTz, lines.Select(l => l.DisputeResolvedAt?.UtcDateTime).ToArray())
            .Column(NpgsqlDbType.Date, lines.Select(l => l.IssuedOn).ToArray())
            .Column(NpgsqlDbType.Date, lines.Select(l => l.DueOn).ToArray())
            .Column(NpgsqlDbType.Date, lines.Select(l => l.SettledOn).ToArray())
            .Column(NpgsqlDbType.Uuid, lines.Select(l => l.OrderLineId).ToArray())
            .Column(NpgsqlDbType.TimestampTz, lines.Select(l => l.KnownAt?.UtcDateTime).ToArray())
            .Column(NpgsqlDbType.TimestampTz, lines.Select(l => l.ClosedAt?.UtcDateTime).ToArray())
            .Column(NpgsqlDbType.Date, lines.Select(l => l.ClosedOn).ToArray())
            .Column(NpgsqlDbType.TimestampTz, lines.Select(l => l.ConfirmedAt?.UtcDateTime).ToArray())
            .Column(NpgsqlDbType.Text, lines.Select(l => LineTexts.Of(l.Cuts)).ToArray())
            .Column(NpgsqlDbType.Text, lines.Select(l => LineTexts.Of(l.Fills)).ToArray())
            .Column(NpgsqlDbType.Text, lines.Select(l => LineTexts.Days(l.Parts)).ToArray())
            .Column(NpgsqlDbType.Text, lines.Select(l => LineTexts.AmountsOf(l.Parts)).ToArray())
            .Column(NpgsqlDbType.Text, lines.Select(l => LineTexts.Array(l.OpenParts)).ToArray());

    private static void AddFurtherOrders(
        NpgsqlBatch batch, Guid customerId, (Guid DeliveryId, Guid OrderId)[] further)
    {
        if (further.Length == 0)
            return;
        batch.Add("INSERT INTO ledger_deliveries (customer_id, delivery_line_id, order_line_id) "
            + "SELECT $1, * FROM unnest($2::uuid[], $3::uuid[]) ON CONFLICT DO NOTHING")
            .With(customerId)
            .Column(NpgsqlDbType.Uuid, further.Select(f => f.DeliveryId).ToArray())
            .Column(NpgsqlDbType.Uuid, further.Select(f => f.OrderId).ToArray());
    }

    private static void AddPending(NpgsqlBatch batch, Guid customerId, PendingLink[] pending)
    {
        if (pending.Length == 0)
            return;
        batch.Add("INSERT INTO ledger_pending (customer_id, credit_line_id, target_line_id, amount, part, clearing_id) "
            + "SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::numeric[], $5::smallint[], $6::uuid[]) "
            + "ON CONFLICT DO NOTHING")
            .With(customerId)
            .Column(NpgsqlDbType.Uuid, pending.Select(p => p.CreditLineId).ToArray())
            .Column(NpgsqlDbType.Uuid, pending.Select(p => p.TargetLineId).ToArray())
            .Column(NpgsqlDbType.Numeric, pending.Select(p => p.Portion.Amount).ToArray())
            .Column(NpgsqlDbType.Smallint, pending.Select(p => (short)p.Portion.Part).ToArray())
            .Column(NpgsqlDbType.Uuid, pending.Select(p => p.ClearingId).ToArray());
    }
}
