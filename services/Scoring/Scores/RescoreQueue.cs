using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Storage;

namespace Risk.Scoring.Scores;

/// <summary>
/// A customer to score again, with the number of changes that had been counted when it was claimed, and why.
/// </summary>
internal sealed record RescoreClaim(Guid CustomerId, long Changes, ScoreTrigger Trigger);

/// <summary>
/// The customers whose facts have changed, or have grown a day older. Nothing here waits long for a lock: a row that
/// somebody else holds is being changed, and comes again.
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
        RETURNING customer_id, changes, trigger
        """;

    private const string AskAgedSql =
        """
        WITH aged AS (
            SELECT g.customer_id FROM customer_grades g
            WHERE g.customer_id > $1 AND g.as_of < $2
              AND EXISTS (SELECT FROM open_items i WHERE i.customer_id = g.customer_id)
            ORDER BY g.customer_id LIMIT $3),
        asked AS (
            INSERT INTO rescore_queue (customer_id, first_at, due_at, changes, trigger)
            SELECT customer_id, $4, $4, 1, $5 FROM aged
            ON CONFLICT (customer_id) DO NOTHING)
        SELECT customer_id FROM aged ORDER BY customer_id DESC LIMIT 1
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
            claims.Add(new(rows.GetGuid(0), rows.GetInt64(1), (ScoreTrigger)rows.GetInt16(2)));
        return claims;
    }

    /// <summary>
    /// Asks for customers with open items whose score is of a day before, in the order of their ids; answers the last
    /// one, or null when there are no more.
    /// </summary>
    public static async Task<Guid?> AskAgedAsync(
        NpgsqlDataSource source, Guid after, DateTime before, (int CustomersMax, DateTimeOffset DueAt) asked,
        CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Shorter than Postgres takes to look for deadlocks: this gives way, never an event that is being applied.
        await using (var patience = new NpgsqlCommand("SET LOCAL lock_timeout = '200ms'", connection))
            await patience.ExecuteNonQueryAsync(ct);
        await using var command = new NpgsqlCommand(AskAgedSql, connection)
        {
            Parameters =
            {
                new() { Value = after },
                new() { Value = before },
                new() { Value = asked.CustomersMax },
                new() { Value = asked.DueAt.UtcDateTime },
                new() { Value = (short)ScoreTrigger.TimePassed },
            },
        };
        var last = (Guid?)await command.ExecuteScalarAsync(ct);
        await transaction.CommitAsync(ct);
        return last;
    }

    /// <summary>Asks for customers at once, in the transaction that changed what their scores rest on.</summary>
    public static Task<int> AskAsync(
        ScoringDb db, Guid[] customerIds, ScoreTrigger trigger, DateTimeOffset now, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO rescore_queue AS asked (customer_id, first_at, due_at, changes, trigger)
            SELECT customer_id, {now.UtcDateTime}, {now.UtcDateTime}, 1, {(short)trigger}
            FROM unnest({customerIds}) AS ids (customer_id) ORDER BY customer_id
            ON CONFLICT (customer_id) DO UPDATE SET due_at = least(asked.due_at, excluded.due_at),
                changes = asked.changes + 1, claimed_until = NULL
            """, ct);

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
