using Npgsql;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Credit;

/// <summary>Open receivables by days past due on a day; retention money by its own due date.</summary>
internal static class AgeingQuery
{
    private const string Sql =
        """
        SELECT customer_id, currency_code,
            coalesce(sum(part) FILTER (WHERE late <= 0), 0),
            coalesce(sum(part) FILTER (WHERE late BETWEEN 1 AND 30), 0),
            coalesce(sum(part) FILTER (WHERE late BETWEEN 31 AND 60), 0),
            coalesce(sum(part) FILTER (WHERE late BETWEEN 61 AND 90), 0),
            coalesce(sum(part) FILTER (WHERE late > 90), 0),
            greatest(max(late), 0),
            count(DISTINCT line_id)
        FROM ledger_lines,
            LATERAL (SELECT least(retention_amount, open_amount) AS retained) r,
            LATERAL (VALUES (open_amount - retained, $2 - due_on), (retained, $2 - coalesce(retention_due_on, due_on)))
                AS parts (part, late)
        WHERE customer_id = ANY ($1) AND stage = 4 AND open_amount > 0 AND part > 0
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
