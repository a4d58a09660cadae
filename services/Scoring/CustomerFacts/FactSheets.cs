using Npgsql;
using NpgsqlTypes;
using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.CustomerFacts;

/// <summary>
/// Reads the facts of many customers as of a day in one round trip. What is dated later, or was settled later, is left
/// out, and so are statements that were filed, master data and legal records that were told later.
/// </summary>
internal static class FactSheets
{
    private const string Company =
        """
        SELECT c.customer_id, v.changed_at, v.status, v.country_code, v.isic_section, v.incorporated_on,
            v.customer_since, v.market_share, v.satisfaction, v.legal_kinds, v.legal_recorded_on, v.legal_ended_on,
            v.region, v.rating_agencies, v.rating_values, v.rating_rated_on, v.rating_valid_until,
            h.grade, h.as_of_day, coalesce(f.version, 0)
        FROM customers c
        LEFT JOIN facts_versions f USING (customer_id)
        LEFT JOIN LATERAL (
            SELECT * FROM customer_versions o
            WHERE o.customer_id = c.customer_id AND o.changed_at < ($2 + 1)::timestamp AT TIME ZONE 'UTC'
            ORDER BY o.changed_at DESC LIMIT 1) v ON true
        LEFT JOIN LATERAL (
            SELECT s.grade, s.as_of_day FROM scores s
            WHERE s.customer_id = v.parent_customer_id AND s.as_of_day <= $2
              AND s.scored_at < ($2 + 1)::timestamp AT TIME ZONE 'UTC'
            ORDER BY s.as_of DESC, s.scored_at DESC LIMIT 1) h ON true
        WHERE c.customer_id = ANY($1)
        """;

    private static readonly string Statements =
        $"""
        SELECT customer_id, period_start, period_end, scope, audit_opinion, recorded_at,
            coalesce(currency_code, ''), {string.Join(", ", StatementColumns.Names)}
        FROM statements
        WHERE customer_id = ANY($1) AND period_end <= $2
          AND recorded_at < ($2 + 1)::timestamp AT TIME ZONE 'UTC'
        """;

    private const string Settled =
        """
        SELECT customer_id, currency_code, due_on, settled_on, kind, sum(amount), count(*)::int
        FROM settlements
        WHERE customer_id = ANY($1) AND settled_on <= $2 AND settled_on > ($2 - interval '24 months')::date
        GROUP BY customer_id, currency_code, due_on, settled_on, kind
        """;

    // Instalments and retention money are parts with due days of their own, by which they are settled too.
    private const string Unpaid =
        """
        WITH parts AS (
            SELECT l.customer_id, l.line_id, l.currency_code, p.due_on, sum(p.amount) AS amount
            FROM ledger_lines l, LATERAL unnest(coalesce(l.part_amounts, ARRAY[l.amount]),
                coalesce(l.part_days, ARRAY[l.due_on])) AS p (amount, due_on)
            WHERE l.customer_id = ANY($1) AND l.stage = 4 AND NOT l.closed AND l.issued_on <= $2
              AND (l.open_amount > 0 OR l.settled_on > $2)
            GROUP BY l.customer_id, l.line_id, l.currency_code, p.due_on),
        open AS (
            SELECT p.customer_id, p.currency_code, p.due_on, p.amount - coalesce(s.amount, 0) AS amount
            FROM parts p
            LEFT JOIN (
                SELECT customer_id, invoice_line_id, due_on, sum(amount) AS amount FROM settlements
                WHERE customer_id = ANY($1) AND settled_on <= $2
                GROUP BY customer_id, invoice_line_id, due_on) s
              ON s.customer_id = p.customer_id AND s.invoice_line_id = p.line_id AND s.due_on = p.due_on)
        SELECT customer_id, currency_code, due_on, sum(amount), count(*)::int
        FROM open WHERE amount > 0 AND due_on IS NOT NULL
        GROUP BY customer_id, currency_code, due_on
        """;

    private const string TradeDays =
        """
        SELECT customer_id, day, orders, invoices, disputes FROM trade_days
        WHERE customer_id = ANY($1) AND day <= $2 AND day > ($2 - interval '12 months')::date
        """;

    private const string TradeAmounts =
        """
        SELECT customer_id, currency_code, sum(invoiced), sum(returned) FROM trade_amounts
        WHERE customer_id = ANY($1) AND day <= $2 AND day > ($2 - interval '12 months')::date
        GROUP BY customer_id, currency_code
        """;

    // A promise counts what was paid until its day on the invoices that it names, or else on any.
    private const string Promises =
        """
        SELECT p.customer_id, p.kind, p.currency_code, p.issued_on, p.due_on, p.amount, coalesce(paid.amount, 0)
        FROM promises p
        LEFT JOIN LATERAL (
            SELECT sum(s.amount) AS amount FROM settlements s
            JOIN ledger_lines i ON i.customer_id = s.customer_id AND i.line_id = s.invoice_line_id
            WHERE s.customer_id = p.customer_id AND s.currency_code = p.currency_code AND s.kind IN (5, 6, 7)
              AND s.settled_on BETWEEN p.issued_on AND least(p.due_on, $2)
              AND (cardinality(p.invoice_ids) + cardinality(p.invoice_names) = 0
                OR i.document_id = ANY(p.invoice_ids)
                OR i.system || '|' || i.external_id = ANY(p.invoice_names))) paid ON p.kind = 18
        WHERE p.customer_id = ANY($1) AND p.issued_on <= $2
          AND (p.kind = 19 AND p.issued_on > ($2 - interval '24 months')::date
            OR p.kind = 18 AND p.due_on >= ($2 - interval '12 months')::date)
          AND NOT EXISTS (
            SELECT FROM ledger_documents r WHERE r.customer_id = p.customer_id AND r.reverses
                IN ('id:' || p.document_id, 'ref:' || p.kind || '|' || p.system || '|' || p.external_id))
        """;

    private const string FirstTrade =
        "SELECT customer_id, min(day) FROM trade_days WHERE customer_id = ANY($1) AND day <= $2 GROUP BY customer_id";

    /// <summary>By customer; those that are not known are left out.</summary>
    public static async Task<IReadOnlyDictionary<Guid, FactSheet>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> customerIds, DateOnly asOf, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddTo(batch, [.. customerIds], asOf);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        return await ReadAsync(rows, asOf, ct);
    }

    /// <summary>
    /// Adds the statements whose results <see cref="ReadAsync(NpgsqlDataReader, DateOnly, CancellationToken)"/> reads.
    /// The first one has the version of the facts: what the others see is not older.
    /// </summary>
    public static void AddTo(NpgsqlBatch batch, Guid[] customerIds, DateOnly asOf)
    {
        foreach (var sql in (string[])[
            Company, Statements, Settled, Unpaid, TradeDays, FirstTrade, TradeAmounts, Promises])
        {
            batch.BatchCommands.Add(new(sql)
            {
                Parameters =
                {
                    new() { Value = customerIds },
                    new() { Value = asOf, NpgsqlDbType = NpgsqlDbType.Date },
                },
            });
        }
    }

    /// <summary>The reader stands on the first of the results, and afterwards on the last one.</summary>
    public static async Task<IReadOnlyDictionary<Guid, FactSheet>> ReadAsync(
        NpgsqlDataReader rows, DateOnly asOf, CancellationToken ct)
    {
        var companies = await Gather(
            rows, r => FactRows.Customer(r, asOf) with { Version = r.GetInt64(FactRows.CustomerColumns) }, ct);
        var statements = await GatherNext(rows, FactRows.Statement, ct);
        var settled = await GatherNext(rows, FactRows.Settled, ct);
        var unpaid = await GatherNext(rows, FactRows.Unpaid, ct);
        var trade = await GatherNext(rows, FactRows.TradeDay, ct);
        var first = await GatherNext(rows, r => r.GetFieldValue<DateOnly>(1), ct);
        var traded = await GatherNext(rows, FactRows.TradeAmount, ct);
        var promised = await GatherNext(rows, FactRows.Promise, ct);
        return companies.ToDictionary(c => c.Key, c => c.Value[0] with
        {
            Statements = statements.GetValueOrDefault(c.Key, []),
            Settled = settled.GetValueOrDefault(c.Key, []),
            Unpaid = unpaid.GetValueOrDefault(c.Key, []),
            TradeDays = trade.GetValueOrDefault(c.Key, []),
            FirstTradeOn = first.TryGetValue(c.Key, out var days) ? days[0] : null,
            TradeAmounts = traded.GetValueOrDefault(c.Key, []),
            Promises = [.. promised.GetValueOrDefault(c.Key, []).Select(p => p.Promise).OfType<PromiseFact>()],
            Rescheduled =
                [.. promised.GetValueOrDefault(c.Key, []).Select(p => p.Rescheduled).OfType<RescheduledPart>()],
        });
    }

    private static async Task<Dictionary<Guid, List<T>>> GatherNext<T>(
        NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await rows.NextResultAsync(ct);
        return await Gather(rows, read, ct);
    }

    private static async Task<Dictionary<Guid, List<T>>> Gather<T>(
        NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var all = new Dictionary<Guid, List<T>>();
        while (await rows.ReadAsync(ct))
        {
            var id = rows.GetGuid(0);
            if (!all.TryGetValue(id, out var list))
                all[id] = list = [];
            list.Add(read(rows));
        }
        return all;
    }
}
