using Npgsql;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Credit;

/// <summary>Open receivables by days past due on a day; instalments and retention money each by their own.</summary>
internal static class AgeingQuery
{
    private const string Sql =
        """
        SELECT customer_id, currency_code,
            coalesce(sum(amount) FILTER (WHERE late <= 0), 0),
            coalesce(sum(amount) FILTER (WHERE late BETWEEN 1 AND 30), 0),
            coalesce(sum(amount) FILTER (WHERE late BETWEEN 31 AND 60), 0),
            coalesce(sum(amount) FILTER (WHERE late BETWEEN 61 AND 90), 0),
            coalesce(sum(amount) FILTER (WHERE late > 90), 0),
            greatest(max(late), 0),
            count(DISTINCT line_id)
        FROM open_parts, LATERAL (SELECT $2 - due_on AS late) l
        WHERE customer_id = ANY ($1) AND stage = 4
        GROUP BY customer_id, currency_code
        ORDER BY customer_id, currency_code
        """;

    public static void Add(NpgsqlBatch batch, Guid[] customers, DateOnly day) =>
        batch.Add(Sql).With(customers).With(day);

    public static V1.Ageing Read(NpgsqlDataReader reader) => new()
    {
        CurrencyCode = reader.GetString(1),
        NotDue = Amounts.ToContract(reader.GetDecimal(2)),
        Days1To30 = Amounts.ToContract(reader.GetDecimal(3)),
        Days31To60 = Amounts.ToContract(reader.GetDecimal(4)),
        Days61To90 = Amounts.ToContract(reader.GetDecimal(5)),
        DaysOver90 = Amounts.ToContract(reader.GetDecimal(6)),
        OldestOverdueDays = reader.GetInt32(7),
        OpenItems = reader.GetInt64(8),
    };
}
