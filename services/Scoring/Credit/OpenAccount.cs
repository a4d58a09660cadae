using Npgsql;

namespace Risk.Scoring.Credit;

/// <summary>Opens a customer's credit account: no credit until somebody grants some.</summary>
internal static class OpenAccount
{
    /// <summary>True when there was none before.</summary>
    public static async Task<bool> EnsureAsync(
        NpgsqlConnection connection, Guid customerId, string currency, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO credit_accounts (customer_id, currency_code, limit_amount, unlimited, riskiest_method,
                forced_hold, version, changed_at)
            VALUES ($1, $2, 0, false, 0, false, 1, $3) ON CONFLICT (customer_id) DO NOTHING
            """, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = customerId },
                new NpgsqlParameter<string> { TypedValue = currency },
                new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime },
            },
        };
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }
}
