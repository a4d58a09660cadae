using Npgsql;

namespace Risk.Scoring.Rescorings;

/// <summary>The right to work on a rescoring for a while; each batch renews it.</summary>
internal sealed record RescoringLease(Guid RescoringId, Guid Worker, Guid LastCustomerId, bool Anew)
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private const string ClaimSql =
        """
        UPDATE rescorings SET worker = $1, lease_until = $3
        WHERE rescoring_id = (
            SELECT rescoring_id FROM rescorings
            WHERE state < 3 AND (worker IS NULL OR worker = $1 OR lease_until < $2)
            ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING rescoring_id, last_customer_id, anew
        """;

    private const string GiveUpSql =
        "UPDATE rescorings SET worker = NULL, lease_until = NULL WHERE rescoring_id = $1 AND worker = $2";

    /// <summary>Null when there is nothing to do, or somebody else is at it.</summary>
    public static async Task<RescoringLease?> ClaimAsync(
        NpgsqlDataSource source, Guid worker, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = source.CreateCommand(ClaimSql);
        command.Parameters.Add(new() { Value = worker });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = (now + Length).UtcDateTime });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? new(rows.GetGuid(0), worker, rows.GetGuid(1), rows.GetBoolean(2)) : null;
    }

    /// <summary>So that another instance need not wait for its end.</summary>
    public async Task GiveUpAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(GiveUpSql);
        command.Parameters.Add(new() { Value = RescoringId });
        command.Parameters.Add(new() { Value = Worker });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
