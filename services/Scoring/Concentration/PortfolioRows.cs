using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Concentration;

/// <summary>Sums the portfolio up, reads it, and adds what a batch of orders reserves.</summary>
internal static class PortfolioRows
{
    // Every part of one statement sees the same: what it deletes of the increments is what the sum has in it.
    private const string SumUp =
        """
        WITH seen AS (DELETE FROM portfolio_increments),
        summed AS (INSERT INTO portfolio_sums (as_of) VALUES ($1) ON CONFLICT (singleton) DO UPDATE
            SET as_of = excluded.as_of),
        parts AS (
            SELECT p.dimension, p.value, e.currency_code, sum(greatest(e.reserved + e.open_orders + e.delivered
                + e.receivable + e.drafts - e.unallocated, 0)) AS amount
            FROM exposures e LEFT JOIN customers c USING (customer_id), LATERAL (VALUES (0::smallint, ''),
                (3::smallint, c.isic_section),
                (4::smallint, CASE WHEN c.region <> '' THEN c.country_code || '/' || c.region END),
                (5::smallint, c.country_code)) p (dimension, value)
            WHERE p.dimension = 0 OR p.value <> '' GROUP BY 1, 2, 3)
        INSERT INTO portfolio_totals (dimension, value, currency_code, amount)
        SELECT dimension, value, currency_code, coalesce(p.amount, 0)
        FROM parts p FULL JOIN portfolio_totals t USING (dimension, value, currency_code)
        ON CONFLICT (dimension, value, currency_code) DO UPDATE SET amount = excluded.amount
        """;

    private const string OfCustomers =
        """
        SELECT 0::smallint, '' UNION SELECT p.dimension, p.value FROM customers c, LATERAL (VALUES
            (3::smallint, c.isic_section), (4::smallint, c.country_code || '/' || c.region),
            (5::smallint, c.country_code)) p (dimension, value) WHERE c.customer_id = ANY ($1)
        """;

    private static readonly string Read =
        $"""
        WITH parts (dimension, value) AS ({OfCustomers})
        SELECT s.as_of, a.dimension, a.value, a.currency_code, a.amount FROM portfolio_sums s LEFT JOIN (
            SELECT dimension, value, currency_code, sum(amount) AS amount FROM (
                SELECT dimension, value, currency_code, amount FROM portfolio_totals JOIN parts USING (dimension, value)
                UNION ALL SELECT dimension, value, currency_code, amount
                FROM portfolio_increments JOIN parts USING (dimension, value)) one GROUP BY 1, 2, 3) a ON true
        """;

    /// <summary>In a transaction of its own, or in one that changes nothing else of it.</summary>
    public static async Task SumUpAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("SELECT pg_advisory_xact_lock(hashtextextended('portfolio ' || current_schema(), 5))");
        batch.Add(SumUp).With(now.UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }

    public static void AddQuery(NpgsqlBatch batch, Guid[] customers) => batch.Add(Read).With(customers);

    public static async Task<Portfolio> ReadAsync(NpgsqlDataReader reader)
    {
        var portfolio = new Portfolio();
        while (await reader.ReadAsync())
        {
            portfolio.AsOf = reader.Instant(0);
            if (!reader.IsDBNull(1))
            {
                portfolio.Put(((V1.ConcentrationDimension)reader.GetInt16(1), reader.GetString(2)),
                    reader.GetString(3), reader.GetDecimal(4));
            }
        }
        return portfolio;
    }

    public static async Task<Portfolio> ReadAsync(NpgsqlConnection connection, Guid[] customers)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddQuery(batch, customers);
        await using var reader = await batch.ExecuteReaderAsync();
        return await ReadAsync(reader);
    }

    /// <summary>To be committed with the orders; nothing when no cap is in force.</summary>
    public static void AddIncrements(NpgsqlBatch batch, Portfolio? portfolio)
    {
        var rows = portfolio?.Added.Where(a => a.Value != 0).ToList() ?? [];
        if (rows.Count == 0)
            return;
        batch.Add("INSERT INTO portfolio_increments (dimension, value, currency_code, amount) "
            + "SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::numeric[])")
            .Column(NpgsqlDbType.Smallint, rows.Select(r => (short)r.Key.Part.Dimension).ToArray())
            .Column(NpgsqlDbType.Text, rows.Select(r => r.Key.Part.Value).ToArray())
            .Column(NpgsqlDbType.Text, rows.Select(r => r.Key.Currency).ToArray())
            .Column(NpgsqlDbType.Numeric, rows.Select(r => r.Value).ToArray());
    }
}
