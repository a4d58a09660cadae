using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Holds;

/// <summary>Customers whose held orders are to be checked again: what blocked them may be gone.</summary>
internal static class RecheckQueue
{
    private const string OnConflict =
        "ON CONFLICT (customer_id) DO UPDATE SET asked_at = excluded.asked_at, claimed_until = NULL";

    /// <summary>
    /// With the other members of their groups. Costs a look into an index when nothing of the customers is held.
    /// </summary>
    public static void AddTo(NpgsqlBatch batch, Guid[] customers, DateTimeOffset now) => batch.Add(
        "INSERT INTO hold_rechecks (customer_id, asked_at) SELECT c, $2 FROM (SELECT unnest($1) AS c UNION "
        + "SELECT m.customer_id FROM credit_accounts a JOIN credit_accounts m ON m.group_id = a.group_id "
        + "WHERE a.customer_id = ANY ($1) AND a.group_id IS NOT NULL) asked "
        + "WHERE EXISTS (SELECT FROM holds WHERE customer_id = c AND state = 1) ORDER BY c " + OnConflict)
        .With(customers).With(now.UtcDateTime);

    public static async Task AskAsync(
        NpgsqlConnection connection, Guid customerId, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddTo(batch, [customerId], now);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Everybody of whom something is held: a rate or a rule has changed, or a day has passed.</summary>
    public static async Task AskAllAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("INSERT INTO hold_rechecks (customer_id, asked_at) SELECT DISTINCT customer_id, $1 FROM holds "
            + "WHERE state = 1 ORDER BY 1 " + OnConflict).With(now.UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Customers who were scored since their orders were held or last looked at.</summary>
    public static async Task AskScoredAsync(NpgsqlDataSource database, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("INSERT INTO hold_rechecks (customer_id, asked_at) SELECT DISTINCT h.customer_id, $1 FROM holds h "
            + "JOIN customer_grades g USING (customer_id) WHERE h.state = 1 "
            + "AND g.scored_at > coalesce(h.rechecked_at, h.held_at) ORDER BY 1 " + OnConflict).With(now.UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>For half a minute nobody else takes them; a later change gives the claim up.</summary>
    public static async Task<List<(Guid CustomerId, DateTime AskedAt)>> ClaimAsync(
        NpgsqlDataSource database, int max, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE hold_rechecks SET claimed_until = $2 WHERE customer_id IN (
                SELECT customer_id FROM hold_rechecks WHERE claimed_until IS NULL OR claimed_until < $1
                ORDER BY asked_at LIMIT $3 FOR UPDATE SKIP LOCKED)
            RETURNING customer_id, asked_at
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.UtcDateTime.AddSeconds(30) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = max });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var claimed = new List<(Guid, DateTime)>();
        while (await reader.ReadAsync(ct))
            claimed.Add((reader.GetGuid(0), reader.GetDateTime(1)));
        return claimed;
    }

    /// <summary>Done, unless it was asked for anew meanwhile.</summary>
    public static async Task DoneAsync(
        NpgsqlDataSource database, (Guid CustomerId, DateTime AskedAt) claim, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("DELETE FROM hold_rechecks WHERE customer_id = $1 AND asked_at = $2")
            .With(claim.CustomerId).With(claim.AskedAt);
        batch.Add("UPDATE holds SET rechecked_at = $2 WHERE customer_id = $1 AND state = 1")
            .With(claim.CustomerId).With(now.UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
