using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Imports;

/// <summary>Imports that have ended, and the customers that have waited for it.</summary>
internal static class ImportEnds
{
    private const string Keep =
        """
        INSERT INTO import_ends (import_id, partition, xid, row_id, ended_at, passed)
        SELECT $1, partition, xid, row_id, $5, false
        FROM unnest($2::smallint[], $3::xid8[], $4::bigint[]) AS p (partition, xid, row_id)
        ON CONFLICT (import_id, partition) DO NOTHING
        """;

    // The cursor moves in the transaction that keeps the facts: where it is seen, these are seen, too. From then on
    // customers wait as any other: scoring may still be telling what it makes of the import.
    private const string Release =
        """
        WITH passed AS (
            UPDATE import_ends e SET passed = true FROM cursors c
            WHERE NOT e.passed AND c.producer = 'intake' AND c.partition = e.partition
              AND (c.xid, c.row_id) >= (e.xid, e.row_id)
            RETURNING e.import_id, e.partition)
        UPDATE evaluation_queue q SET import_ids = '{}', first_at = $1, due_at = $2
        WHERE q.partition IN (SELECT partition FROM passed) AND q.import_ids <> '{}' AND NOT EXISTS (
            SELECT FROM unnest(q.import_ids) AS i (id)
            WHERE NOT EXISTS (SELECT FROM passed p WHERE p.import_id = i.id AND p.partition = q.partition)
              AND NOT EXISTS (SELECT FROM import_ends e
                  WHERE e.import_id = i.id AND e.partition = q.partition AND e.passed))
        """;

    private const string Forget = "DELETE FROM import_ends WHERE passed AND ended_at < $1";

    public static async Task KeepAsync(
        NpgsqlConnection connection, Guid importId, IReadOnlyList<LogPosition> positions, DateTimeOffset endedAt,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Keep)
            .With(importId)
            .Column(NpgsqlDbType.Smallint, positions.Select(p => (short)p.Partition).ToArray())
            .Column(NpgsqlDbType.Xid8, positions.Select(p => p.Transaction).ToArray())
            .Column(NpgsqlDbType.Bigint, positions.Select(p => p.Row).ToArray())
            .With(endedAt.UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Lets go of the customers whose imports have ended and are here as a whole.</summary>
    public static void AddRelease(NpgsqlBatch batch, DateTimeOffset now, DateTimeOffset dueAt) =>
        batch.Add(Release).With(now.UtcDateTime).With(dueAt.UtcDateTime);

    /// <summary>Forgets imports that ended so long ago that nothing of them comes any more.</summary>
    public static async Task ForgetAsync(NpgsqlDataSource source, DateTimeOffset before, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.Add(Forget).With(before.UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }
}
