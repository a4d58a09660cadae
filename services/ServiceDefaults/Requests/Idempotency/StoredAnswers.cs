using Npgsql;
using NpgsqlTypes;

namespace Risk.ServiceDefaults.Requests.Idempotency;

/// <summary>The place of one request id of one caller in the table of answers, within an open transaction.</summary>
internal sealed class StoredAnswers(string caller, string requestId, byte[] requestHash)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(48);

    /// <summary>
    /// The stored answer; null when this transaction is now the one that makes it. Refuses when another transaction is
    /// at
    /// it, or when the id was used for another request.
    /// </summary>
    public async Task<byte[]?> FindAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', current_schema(), $1, $2), 0))")
                {
                    Parameters = { new() { Value = caller }, new() { Value = requestId } },
                },
                new("""
                    SELECT request_hash, response FROM idempotency
                    WHERE caller = $1 AND request_id = $2 AND created_at > now() - $3
                    """)
                {
                    Parameters = { new() { Value = caller }, new() { Value = requestId }, new() { Value = KeptFor } },
                },
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        if (!rows.GetBoolean(0))
        {
            throw Refuse.Aborted("REQUEST_IN_PROGRESS", new(
                "A request with this id is being worked on. Ask again for its answer.",
                "相同 request_id 的请求正在处理中，请稍后重试。"));
        }
        await rows.NextResultAsync(cancellation);
        if (!await rows.ReadAsync(cancellation))
            return null;
        return rows.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(requestHash)
            ? rows.GetFieldValue<byte[]>(1)
            : throw Reused();
    }

    public async Task AddAsync(NpgsqlConnection connection, byte[] response, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            INSERT INTO idempotency AS known (caller, request_id, request_hash, response) VALUES ($1, $2, $3, $4)
            ON CONFLICT (caller, request_id) DO UPDATE SET
                request_hash = excluded.request_hash, response = excluded.response, created_at = excluded.created_at
            """, connection)
        {
            Parameters =
            {
                new() { Value = caller }, new() { Value = requestId },
                new() { Value = requestHash, NpgsqlDbType = NpgsqlDbType.Bytea },
                new() { Value = response, NpgsqlDbType = NpgsqlDbType.Bytea },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static Refusal Reused() => Refuse.Invalid(
        [new("request_id", new("was used before for another request", "已被用于另一个不同的请求"))],
        "IDEMPOTENCY_KEY_REUSED");
}
