using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Facts;

/// <summary>The row of a customer is the lock of its warnings: whoever decides on them takes it first.</summary>
internal static class CustomerLocks
{
    private const string Insert =
        """
        INSERT INTO customers (customer_id, legal_name, file, changed_at, needs_rates)
        SELECT customer_id, '', '', '-infinity', false FROM unnest($1::uuid[]) AS c (customer_id) ORDER BY customer_id
        ON CONFLICT (customer_id) DO NOTHING
        """;

    private const string Lock =
        """
        SELECT c.customer_id FROM unnest($1::uuid[]) AS w (customer_id), LATERAL (
            SELECT customer_id FROM customers WHERE customer_id = w.customer_id FOR NO KEY UPDATE{0}) AS c
        """;

    private static readonly string LockWaiting = Lock.Replace("{0}", "", StringComparison.Ordinal);
    private static readonly string LockFree = Lock.Replace("{0}", " SKIP LOCKED", StringComparison.Ordinal);

    private const string WaitingForImports =
        """
        SELECT q.customer_id FROM unnest($1::uuid[]) AS w (customer_id), LATERAL (
            SELECT customer_id FROM evaluation_queue
            WHERE customer_id = w.customer_id AND import_ids <> '{}' OFFSET 0) AS q
        """;

    /// <summary>Opens those that are not known, without locking them.</summary>
    public static void AddOpening(NpgsqlBatch batch, Guid[] customerIds) =>
        batch.Add(Insert).Column(NpgsqlDbType.Uuid, customerIds);

    /// <summary>
    /// Opens those that are not known, and waits for each in turn: they are to be sorted, by whoever calls. Answers
    /// those whose warnings wait for the end of an import.
    /// </summary>
    public static async Task<IReadOnlySet<Guid>> LockAsync(
        NpgsqlConnection connection, Guid[] customerIds, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Insert).Column(NpgsqlDbType.Uuid, customerIds);
        batch.Add(LockWaiting).Column(NpgsqlDbType.Uuid, customerIds);
        batch.Add(WaitingForImports).Column(NpgsqlDbType.Uuid, customerIds);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var waiting = new HashSet<Guid>();
        while (await reader.ReadAsync(ct))
            waiting.Add(reader.GetGuid(0));
        return waiting;
    }

    /// <summary>Those of the customers that nobody else holds, held from now on.</summary>
    public static async Task<IReadOnlyList<Guid>> TakeFreeAsync(
        NpgsqlConnection connection, Guid[] customerIds, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(LockFree).Column(NpgsqlDbType.Uuid, customerIds);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var taken = new List<Guid>();
        while (await reader.ReadAsync(ct))
            taken.Add(reader.GetGuid(0));
        return taken;
    }
}
