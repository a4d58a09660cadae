using Npgsql;

namespace Risk.Scoring.ExchangeRates;

/// <summary>
/// Reads the rates that hold on a day: of each pair the newest, of two sources on a day the later recorded.
/// </summary>
internal static class KnownRates
{
    private const string Sql =
        """
        SELECT DISTINCT ON (from_currency_code, to_currency_code)
            from_currency_code, to_currency_code, rate, valid_on, source
        FROM exchange_rates WHERE valid_on <= $1
        ORDER BY from_currency_code, to_currency_code, valid_on DESC, recorded_at DESC, source
        """;

    public static async Task<RateTable> OnAsync(NpgsqlConnection connection, DateOnly day, CancellationToken ct) =>
        new((await ListAsync(connection, day, ct)).Select(r => r.Rate), day);

    public static async Task<List<(Rate Rate, string Source)>> ListAsync(
        NpgsqlConnection connection, DateOnly day, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql, connection)
        {
            Parameters = { new NpgsqlParameter<DateOnly> { TypedValue = day } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rates = new List<(Rate, string)>();
        while (await reader.ReadAsync(ct))
        {
            rates.Add((new(reader.GetString(0), reader.GetString(1), reader.GetDecimal(2),
                reader.GetFieldValue<DateOnly>(3)), reader.GetString(4)));
        }
        return rates;
    }
}
