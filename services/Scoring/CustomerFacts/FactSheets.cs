using Npgsql;
using NpgsqlTypes;
using Risk.Intake.V1;
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
            coalesce(f.version, 0)
        FROM customers c
        LEFT JOIN facts_versions f USING (customer_id)
        LEFT JOIN LATERAL (
            SELECT * FROM customer_versions o
            WHERE o.customer_id = c.customer_id AND o.changed_at < ($2 + 1)::timestamp AT TIME ZONE 'UTC'
            ORDER BY o.changed_at DESC LIMIT 1) v ON true
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
        foreach (var sql in (string[])[Company, Statements, Settled, Unpaid, TradeDays, FirstTrade])
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
            rows, r => (Company: ToCompany(r, asOf), Legal: ToLegalFacts(r, asOf), Version: r.GetInt64(12)), ct);
        var statements = await GatherNext(rows, ToStatement, ct);
        var settled = await GatherNext(rows, ToSettledPart, ct);
        var unpaid = await GatherNext(rows, ToUnpaidPart, ct);
        var trade = await GatherNext(rows, ToTradeDay, ct);
        var first = await GatherNext(rows, r => r.GetFieldValue<DateOnly>(1), ct);
        return companies.ToDictionary(c => c.Key, c => new FactSheet
        {
            AsOf = asOf,
            Version = c.Value[0].Version,
            Company = c.Value[0].Company,
            Statements = statements.GetValueOrDefault(c.Key, []),
            LegalRecords = c.Value[0].Legal,
            Settled = settled.GetValueOrDefault(c.Key, []),
            Unpaid = unpaid.GetValueOrDefault(c.Key, []),
            TradeDays = trade.GetValueOrDefault(c.Key, []),
            FirstTradeOn = first.TryGetValue(c.Key, out var days) ? days[0] : null,
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

    private static CompanyFacts ToCompany(NpgsqlDataReader row, DateOnly asOf)
    {
        if (row.IsDBNull(1))
            return new();
        var changedOn = DateOnly.FromDateTime(row.GetDateTime(1));
        return new()
        {
            AsOf = changedOn < asOf ? changedOn : asOf,
            IsInsolvent = row.GetInt16(2) == (short)CustomerStatus.Insolvent,
            CountryCode = row.GetString(3),
            IsicSection = row.GetString(4),
            IncorporatedOn = row.GetFieldValue<DateOnly?>(5),
            CustomerSince = row.GetFieldValue<DateOnly?>(6),
            MarketShare = row.GetFieldValue<decimal?>(7),
            Satisfaction = row.GetFieldValue<decimal?>(8),
        };
    }

    private static FinancialStatement ToStatement(NpgsqlDataReader row) =>
        new(row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2))
        {
            Scope = (Engine.Facts.StatementScope)row.GetInt16(3),
            Opinion = (Engine.Facts.AuditOpinion)row.GetInt16(4),
            RecordedAt = row.GetFieldValue<DateTimeOffset>(5),
            Currency = row.GetString(6),
            Amounts = [.. Enumerable.Range(7, StatementColumns.Names.Count).Select(row.GetFieldValue<decimal?>)],
        };

    private static IReadOnlyList<LegalFact> ToLegalFacts(NpgsqlDataReader row, DateOnly asOf)
    {
        if (row.IsDBNull(1))
            return [];
        var (kinds, recorded, ended) = (row.GetFieldValue<short[]>(9), row.GetFieldValue<DateOnly[]>(10),
            row.GetFieldValue<DateOnly?[]>(11));
        return
        [
            .. kinds.Select((kind, i) => new LegalFact((LegalKind)kind, recorded[i]) { EndedOn = ended[i] })
                .Where(r => r.IsKnownOn(asOf)),
        ];
    }

    private static SettledPart ToSettledPart(NpgsqlDataReader row) =>
        new(row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetFieldValue<DateOnly>(3), row.GetDecimal(5))
        {
            Kind = (DocumentKind)row.GetInt16(4) switch
            {
                DocumentKind.CreditNote => SettlementKind.Credited,
                DocumentKind.WriteOff => SettlementKind.WrittenOff,
                _ => SettlementKind.Paid,
            },
            Count = row.GetInt32(6),
        };

    private static UnpaidPart ToUnpaidPart(NpgsqlDataReader row) =>
        new(row.GetString(1), row.GetFieldValue<DateOnly>(2), row.GetDecimal(3)) { Count = row.GetInt32(4) };

    private static TradeDay ToTradeDay(NpgsqlDataReader row) => new(row.GetFieldValue<DateOnly>(1))
    {
        Orders = row.GetInt32(2),
        Invoices = row.GetInt32(3),
        Disputes = row.GetInt32(4),
    };
}
