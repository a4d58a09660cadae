using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;
using DocumentKind = Risk.Intake.V1.DocumentKind;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Scoring.Ledger;

/// <summary>What the tables say of a customer, as far as documents touch it.</summary>
internal sealed class LedgerReading
{
    /// <summary>The column's default is this number too: raise both when documents come to mean else.</summary>
    public const short RulesVersion = 4;

    private const string LineColumns =
        """
        line_id, kind, system, external_id, currency_code, document_id, amount, taken, billed_ahead, closed,
        disputes, dispute_resolved_on, dispute_resolved_at, issued_on, due_on, part_days, part_amounts, settled_on,
        order_line_id, known_at, closed_at, closed_on, confirmed_at, cuts, fills
        """;

    private const string PendingColumns = "credit_line_id, target_line_id, amount, part, clearing_id";

    // What the documents name, and what hangs on that: deliveries of an order, credits and invoices that wait.
    private const string LineIds =
        """
        WITH named AS MATERIALIZED (
            SELECT l.line_id FROM unnest($2::smallint[], $3::text[], $4::text[]) AS n (kind, system, external_id)
            JOIN ledger_lines l ON l.customer_id = $1 AND l.external_id = n.external_id AND l.kind = n.kind
                AND l.system = n.system
            UNION
            SELECT l.line_id FROM unnest($5::uuid[]) AS d (document_id)
            JOIN ledger_lines l ON l.customer_id = $1 AND l.document_id = d.document_id
        ), needed AS MATERIALIZED (
            SELECT line_id FROM named
            UNION
            SELECT l.line_id FROM named n JOIN ledger_lines l ON l.customer_id = $1 AND l.order_line_id = n.line_id
            UNION
            SELECT d.delivery_line_id FROM named n
            JOIN ledger_deliveries d ON d.customer_id = $1 AND d.order_line_id = n.line_id
            UNION
            SELECT p.credit_line_id FROM named n
            JOIN ledger_pending p ON p.customer_id = $1 AND p.target_line_id = n.line_id
            UNION
            SELECT p.target_line_id FROM named n
            JOIN ledger_pending p ON p.customer_id = $1 AND p.credit_line_id = n.line_id
            UNION
            SELECT s.invoice_line_id FROM named n
            JOIN settlements s ON s.customer_id = $1 AND s.credit_line_id = n.line_id WHERE $6
        )
        """;

    // Only deliveries have further orders.
    private const string FurtherOrders =
        """
        CASE WHEN kind = 2 THEN ARRAY(SELECT d.order_line_id FROM ledger_deliveries d
            WHERE d.customer_id = $1 AND d.delivery_line_id = line_id) END
        """;

    /// <summary>Lines in memory; of the whole customer when everything was asked for.</summary>
    public CustomerLedger Ledger { get; private set; } = new();

    public HashSet<Guid> KnownDocuments { get; } = [];

    /// <summary>The ledger was kept by older rules than these.</summary>
    public bool IsOutdated { get; private set; }

    /// <summary>A reversal of one of the documents has come before it.</summary>
    public bool IsReversedAlready { get; private set; }

    public Dictionary<string, Exposure> Exposures { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Locks the customer's credit account, which guards its ledger, and reads what the documents touch.
    /// </summary>
    public static async Task<LedgerReading> OfAsync(
        NpgsqlConnection connection, Guid customerId, LedgerSelection selection, CancellationToken ct)
    {
        var reading = new LedgerReading();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("SELECT ledger_rules FROM credit_accounts WHERE customer_id = $1 FOR UPDATE").With(customerId);
        batch.Add("SELECT document_id FROM ledger_documents WHERE customer_id = $1 AND document_id = ANY ($2)")
            .With(customerId).With(selection.DocumentIds.ToArray());
        batch.Add("SELECT 1 FROM ledger_documents WHERE customer_id = $1 AND reverses = ANY ($2) LIMIT 1")
            .With(customerId).With(selection.Keys.ToArray());
        AddExposures(batch, customerId);
        Select(batch, LineIds + $"SELECT {LineColumns}, {FurtherOrders} FROM needed JOIN ledger_lines USING (line_id) "
            + "WHERE customer_id = $1 ORDER BY known_at, line_id", customerId, selection);
        Select(batch, LineIds + $"SELECT {PendingColumns} FROM needed "
            + "JOIN ledger_pending ON customer_id = $1 AND line_id = credit_line_id "
            + "ORDER BY credit_line_id, target_line_id, part, clearing_id", customerId, selection);
        if (selection.DishonoursDrafts)
        {
            Select(batch, LineIds + "SELECT credit_line_id, invoice_line_id, amount, settled_on, place FROM needed "
                + "JOIN settlements ON customer_id = $1 AND line_id = credit_line_id WHERE $6 "
                + "ORDER BY credit_line_id, place, invoice_line_id", customerId, selection);
        }
        await using var reader = await batch.ExecuteReaderAsync(ct);
        reading.IsOutdated = await reader.ReadAsync(ct) && reader.GetInt16(0) < RulesVersion;
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            reading.KnownDocuments.Add(reader.GetGuid(0));
        await reader.NextResultAsync(ct);
        reading.IsReversedAlready = await reader.ReadAsync(ct);
        await reader.NextResultAsync(ct);
        await reading.ReadExposuresAsync(reader, ct);
        await reader.NextResultAsync(ct);
        await ReadLedgerAsync(reader, reading.Ledger, ct);
        return reading;
    }

    /// <summary>Everything of a customer: its documents in their order, and its lines as they are kept.</summary>
    public static async Task<(List<LedgerDocument> Documents, CustomerLedger Kept)> AllAsync(
        NpgsqlConnection connection, Guid customerId, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("SELECT document_id, kind, body FROM ledger_documents WHERE customer_id = $1 ORDER BY seq")
            .With(customerId);
        batch.Add($"SELECT {LineColumns}, {FurtherOrders} FROM ledger_lines "
            + "WHERE customer_id = $1 ORDER BY known_at, line_id")
            .With(customerId);
        batch.Add($"SELECT {PendingColumns} FROM ledger_pending WHERE customer_id = $1")
            .With(customerId);
        batch.Add("SELECT credit_line_id, invoice_line_id, amount, settled_on, place FROM settlements "
            + "WHERE customer_id = $1").With(customerId);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var documents = new List<LedgerDocument>();
        while (await reader.ReadAsync(ct))
        {
            documents.Add(LedgerDocument.Of(reader.GetGuid(0), (DocumentKind)reader.GetInt16(1),
                IntakeV1.Document.Parser.ParseFrom(reader.GetFieldValue<byte[]>(2))));
        }
        await reader.NextResultAsync(ct);
        var kept = new CustomerLedger();
        await ReadLedgerAsync(reader, kept, ct);
        return (documents, kept);
    }

    public static void AddExposures(NpgsqlBatch batch, Guid customerId) =>
        batch.Add("SELECT currency_code, reserved, open_orders, delivered, receivable, drafts, unallocated, disputed, "
            + "as_of FROM exposures WHERE customer_id = $1").With(customerId);

    public static Exposure ReadExposure(NpgsqlDataReader reader, int at) => new(reader.GetString(at))
    {
        Reserved = reader.GetDecimal(at + 1),
        OpenOrders = reader.GetDecimal(at + 2),
        Delivered = reader.GetDecimal(at + 3),
        Receivable = reader.GetDecimal(at + 4),
        Drafts = reader.GetDecimal(at + 5),
        Unallocated = reader.GetDecimal(at + 6),
        Disputed = reader.GetDecimal(at + 7),
        AsOf = reader.Instant(at + 8),
    };

    private async Task ReadExposuresAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            var exposure = ReadExposure(reader, 0);
            Exposures[exposure.Currency] = exposure;
        }
    }

    private static void Select(NpgsqlBatch batch, string sql, Guid customerId, LedgerSelection selection) =>
        batch.Add(sql).With(customerId)
            .Column(NpgsqlDbType.Smallint, selection.Kinds.ToArray())
            .Column(NpgsqlDbType.Text, selection.Systems.ToArray())
            .Column(NpgsqlDbType.Text, selection.Ids.ToArray())
            .With(selection.DocumentIds.ToArray())
            .With(selection.DishonoursDrafts);

    /// <summary>Reads the last results: lines, what waits, and settlements where they were asked for.</summary>
    private static async Task ReadLedgerAsync(NpgsqlDataReader reader, CustomerLedger ledger, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            var line = ReadLine(reader);
            ledger.Hold(line);
            foreach (var orderId in reader.IsDBNull(25) ? [] : reader.GetFieldValue<Guid[]>(25))
                ledger.Hold(line, orderId);
        }
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ledger.Hold(new PendingLink(reader.GetGuid(0), reader.GetGuid(1))
            {
                Portion = new(reader.Nullable<decimal>(2), reader.GetInt16(3)),
                ClearingId = reader.GetGuid(4),
            });
        }
        if (!await reader.NextResultAsync(ct))
            return;
        while (await reader.ReadAsync(ct))
        {
            if (ledger.Find(reader.GetGuid(0)) is not { } credit || ledger.Find(reader.GetGuid(1)) is not { } invoice)
                continue;
            ledger.Hold(new Settlement
            {
                Credit = credit,
                Invoice = invoice,
                Amount = reader.GetDecimal(2),
                SettledOn = reader.GetFieldValue<DateOnly>(3),
                Place = reader.GetInt32(4),
            });
        }
    }

    private static Line ReadLine(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(0),
        Name = new((LineKind)reader.GetInt16(1), reader.GetString(2), reader.GetString(3), reader.GetString(4)),
        DocumentId = reader.Nullable<Guid>(5),
        Amount = reader.GetDecimal(6),
        Taken = reader.GetDecimal(7),
        BilledAhead = reader.GetDecimal(8),
        Closed = reader.GetBoolean(9),
        Disputes = [.. LineTexts.Disputes(reader.IsDBNull(10) ? null : reader.GetString(10))],
        DisputeResolvedOn = reader.Nullable<DateOnly>(11),
        DisputeResolvedAt = reader.IsDBNull(12) ? null : reader.Instant(12),
        IssuedOn = reader.Nullable<DateOnly>(13),
        DueOn = reader.Nullable<DateOnly>(14),
        Parts = reader.IsDBNull(15) ? [] : Parts(reader),
        SettledOn = reader.Nullable<DateOnly>(17),
        OrderLineId = reader.Nullable<Guid>(18),
        KnownAt = reader.IsDBNull(19) ? null : reader.Instant(19),
        ClosedAt = reader.IsDBNull(20) ? null : reader.Instant(20),
        ClosedOn = reader.Nullable<DateOnly>(21),
        ConfirmedAt = reader.IsDBNull(22) ? null : reader.Instant(22),
        Cuts = [.. LineTexts.Cuts(reader.IsDBNull(23) ? null : reader.GetString(23))],
        Fills = [.. LineTexts.Fills(reader.IsDBNull(24) ? null : reader.GetString(24))],
    };

    private static DuePart[] Parts(NpgsqlDataReader reader) =>
        [.. reader.GetFieldValue<DateOnly[]>(15).Zip(reader.GetFieldValue<decimal[]>(16), (d, a) => new DuePart(d, a))];
}
