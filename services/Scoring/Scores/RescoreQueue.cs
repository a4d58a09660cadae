using Npgsql;

namespace Risk.Scoring.Scores;

/// <summary>A customer to score again, with the number of changes that had been counted when it was claimed.</summary>
internal sealed record RescoreClaim(Guid CustomerId, long Changes);

/// <summary>
/// The customers whose facts have changed. Nothing here waits for a lock: a row that somebody else holds is being
/// changed, and comes again.
/// </summary>
internal static class RescoreQueue
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private const string ClaimSql =
        """
        UPDATE rescore_queue SET claimed_until = $1 + $2
        WHERE customer_id IN (
            SELECT customer_id FROM rescore_queue
            WHERE due_at <= $1 AND first_at <= $4 AND (claimed_until IS NULL OR claimed_until < $1)
            ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING customer_id, changes
        """;

    private const string FinishSql =
        """
        DELETE FROM rescore_queue WHERE customer_id IN (
            SELECT q.customer_id FROM rescore_queue q
            JOIN unnest($1, $2) AS seen (customer_id, changes) USING (customer_id)
            WHERE q.changes = seen.changes FOR UPDATE OF q SKIP LOCKED)
        """;

    private const string PostponeSql =
        """
        UPDATE rescore_queue SET due_at = $2, claimed_until = NULL WHERE customer_id IN (
            SELECT customer_id FROM rescore_queue WHERE customer_id = ANY($1) FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>
    /// Takes customers that are due and have waited for some time; a claim that is neither finished nor given up ends
    /// with its lease.
    /// </summary>
    public static async Task<IReadOnlyList<RescoreClaim>> ClaimAsync(
        NpgsqlDataSource source, DateTimeOffset now, TimeSpan waited, int customersMax, CancellationToken ct)
    {
        await using var command = source.CreateCommand(ClaimSql);
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = Lease });
        command.Parameters.Add(new() { Value = customersMax });
        command.Parameters.Add(new() { Value = (now - waited).UtcDateTime });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var claims = new List<RescoreClaim>();
        while (await rows.ReadAsync(ct))
            claims.Add(new(rows.GetGuid(0), rows.GetInt64(1)));
        return claims;
    }

    /// <summary>Removes what has not changed since it was claimed, in the transaction that keeps the scores.</summary>
    public static async Task FinishAsync(
        NpgsqlConnection connection, IReadOnlyCollection<RescoreClaim> claims, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(FinishSql, connection)
        {
            Parameters =
            {
                new() { Value = claims.Select(c => c.CustomerId).ToArray() },
                new() { Value = claims.Select(c => c.Changes).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task PostponeAsync(
        NpgsqlDataSource source, IEnumerable<Guid> customerIds, DateTimeOffset until, CancellationToken ct)
    {
        await using var command = source.CreateCommand(PostponeSql);
        command.Parameters.Add(new() { Value = customerIds.ToArray() });
        command.Parameters.Add(new() { Value = until.UtcDateTime });
        await command.ExecuteNonQueryAsync(ct);
    }
}
