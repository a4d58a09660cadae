using Npgsql;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Credit;

/// <summary>What is open by when it is due, each part by its own day.</summary>
internal static class DueBandQuery
{
    /// <summary>First and last day of each band, after the day asked about; what has no day comes last.</summary>
    private static readonly (int? From, int? Until)[] Bands =
        [(null, -1), (0, 30), (31, 60), (61, 90), (91, 180), (181, null), (null, null)];

    private static readonly int[] FirstDays = [.. Bands.Select(b => b.From).OfType<int>()];

    // What is delivered is due by its invoice, which has not come.
    private const string Sql =
        """
        SELECT customer_id, currency_code, band, coalesce(sum(amount) FILTER (WHERE stage = 4), 0),
            coalesce(sum(amount) FILTER (WHERE stage = 5), 0), coalesce(sum(amount) FILTER (WHERE stage = 2), 0),
            coalesce(sum(amount) FILTER (WHERE stage = 3), 0)
        FROM open_parts, LATERAL (SELECT coalesce(
            CASE WHEN stage <> 3 THEN width_bucket(due_on - $2, $3) END, cardinality($3) + 1) AS band) b
        WHERE customer_id = ANY ($1) AND stage IN (2, 3, 4, 5)
        GROUP BY customer_id, currency_code, band
        ORDER BY customer_id, currency_code, band
        """;

    public static void Add(NpgsqlBatch batch, Guid[] customers, DateOnly day) =>
        batch.Add(Sql).With(customers).With(day).With(FirstDays);

    public static V1.DueBand Read(NpgsqlDataReader reader)
    {
        var (from, until) = Bands[reader.GetInt32(2)];
        var band = new V1.DueBand
        {
            CurrencyCode = reader.GetString(1),
            Receivable = Amounts.ToContract(reader.GetDecimal(3)),
            Drafts = Amounts.ToContract(reader.GetDecimal(4)),
            OpenOrders = Amounts.ToContract(reader.GetDecimal(5)),
            Delivered = Amounts.ToContract(reader.GetDecimal(6)),
            Total = Amounts.ToContract(Enumerable.Range(3, 4).Sum(reader.GetDecimal)),
        };
        if (from is { } first)
            band.FromDays = first;
        if (until is { } last)
            band.UntilDays = last;
        return band;
    }
}
