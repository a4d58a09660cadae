using Npgsql;
using Risk.Scoring.Covers;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Credit;

/// <summary>Reads what is known of a customer for a limit, as of a day.</summary>
internal static class LimitFactsReading
{
    // Of one period the company's own figures before the group's (2), and of these the one filed last.
    private const string Statement =
        """
        SELECT period_end, currency_code, equity, current_assets, current_liabilities FROM statements
        WHERE customer_id = $1 AND period_end <= $2
        ORDER BY period_end DESC, (scope = 2), recorded_at DESC LIMIT 1
        """;

    private const string Purchases =
        """
        SELECT currency_code, sum(CASE WHEN kind = 3 THEN amount ELSE -amount END) FROM ledger_lines
        WHERE customer_id = $1 AND kind IN (3, 4) AND issued_on <= $2
            AND issued_on > ($2 - interval '12 months')::date
        GROUP BY currency_code ORDER BY currency_code
        """;

    private const string References =
        """
        SELECT credit_references::text FROM customer_versions
        WHERE customer_id = $1 AND changed_at < ($2 + 1)::timestamp AT TIME ZONE 'UTC'
        ORDER BY changed_at DESC LIMIT 1
        """;

    public static async Task<LimitFacts> OfAsync(
        NpgsqlConnection connection, CreditAccount account, V1.ProposeLimitRequest asked, DateOnly day,
        CancellationToken ct)
    {
        var id = account.CustomerId;
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("SELECT coalesce((SELECT grade FROM score_on($1, $2)), 0::smallint)").With(id).With(day);
        batch.Add(Statement).With(id).With(day);
        batch.Add(Purchases).With(id).With(day);
        batch.Add("SELECT min(issued_on) FROM ledger_lines WHERE customer_id = $1 AND kind = 3").With(id);
        batch.Add("SELECT cover_id, kind, provider, currency_code, amount, share, reference FROM covers "
            + "WHERE customer_id = $1 AND ended_at IS NULL AND coalesce(valid_until, 'infinity'::date) >= $2 "
            + "AND coalesce(stop_shipment_on, 'infinity'::date) > $2 ORDER BY cover_id").With(id).With(day);
        batch.Add(References).With(id).With(day);
        LimitFacts facts;
        await using (var reader = await batch.ExecuteReaderAsync(ct))
            facts = await ReadAsync(reader, account, asked, day, ct);
        return facts with { Rates = await KnownRates.OnAsync(connection, day, ct) };
    }

    private static async Task<LimitFacts> ReadAsync(
        NpgsqlDataReader reader, CreditAccount account, V1.ProposeLimitRequest asked, DateOnly day,
        CancellationToken ct)
    {
        await reader.ReadAsync(ct);
        var grade = (V1.Grade)reader.GetInt16(0);
        await reader.NextResultAsync(ct);
        var statement = await reader.ReadAsync(ct) ? ReadStatement(reader) : null;
        await reader.NextResultAsync(ct);
        var purchases = new List<(string, decimal)>();
        while (await reader.ReadAsync(ct))
            purchases.Add((reader.GetString(0), reader.GetDecimal(1)));
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var first = reader.Nullable<DateOnly>(0);
        await reader.NextResultAsync(ct);
        var covers = new List<Cover>();
        while (await reader.ReadAsync(ct))
            covers.Add(ReadCover(reader, account.CustomerId));
        await reader.NextResultAsync(ct);
        var references = await reader.ReadAsync(ct) ? KnownReferenceJson.Read(reader.GetString(0)) : [];
        return new()
        {
            CustomerId = account.CustomerId,
            Day = day,
            Currency = account.CurrencyCode,
            Grade = grade,
            Statement = statement,
            Purchases = purchases,
            FirstInvoiceOn = first,
            NetDaysGranted = account.NetDaysMax,
            TermsDays = asked.TermsDays,
            References = references,
            TradeReferences =
                [.. asked.TradeReferenceLimits.Select(r => (r.CurrencyCode, Amounts.ToDecimal(r)))],
            ExternalLimit = asked.ExternalLimit is { } external
                ? (external.CurrencyCode, Amounts.ToDecimal(external))
                : null,
            ExternalSource = asked.ExternalSource,
            Covers = covers,
        };
    }

    private static LastStatement ReadStatement(NpgsqlDataReader reader) => new(
        reader.GetFieldValue<DateOnly>(0), reader.IsDBNull(1) ? null : reader.GetString(1),
        reader.Nullable<decimal>(2), reader.Nullable<decimal>(3), reader.Nullable<decimal>(4));

    private static Cover ReadCover(NpgsqlDataReader reader, Guid customerId) => new()
    {
        CustomerId = customerId,
        CoverId = reader.GetGuid(0),
        Kind = (V1.CoverKind)reader.GetInt16(1),
        Provider = reader.GetString(2),
        CurrencyCode = reader.GetString(3),
        Amount = reader.GetDecimal(4),
        Share = reader.GetDecimal(5),
        Reference = reader.GetString(6),
    };
}
