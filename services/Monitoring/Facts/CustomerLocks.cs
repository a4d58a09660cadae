using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Facts;

/// <summary>The row of a customer is the lock of all that is kept of it: whoever writes takes it first.</summary>
internal static class CustomerLocks
{
    private const string Insert =
        """
        INSERT INTO customers (customer_id, legal_name, file, changed_at, needs_rates)
        SELECT customer_id, '', '', '-infinity', false FROM unnest($1::uuid[]) AS c (customer_id) ORDER BY customer_id
        ON CONFLICT (customer_id) DO NOTHING
        """;

    private const string Lock =
        "SELECT customer_id FROM customers WHERE customer_id = ANY ($1) ORDER BY customer_id FOR NO KEY UPDATE";

    /// <summary>Waits for each, in the order of their ids; a customer that is not known is opened.</summary>
    public static void Add(NpgsqlBatch batch, Guid[] customerIds)
    {
        AddUnlocked(batch, customerIds);
        batch.Add(Lock).Column(NpgsqlDbType.Uuid, customerIds);
    }

    /// <summary>Opens those that are not known, and locks none that is.</summary>
    public static void AddUnlocked(NpgsqlBatch batch, Guid[] customerIds) =>
        batch.Add(Insert).Column(NpgsqlDbType.Uuid, customerIds);

    /// <summary>Those of the customers that nobody else holds, held from now on.</summary>
    public static async Task<IReadOnlyList<Guid>> TakeFreeAsync(
        NpgsqlConnection connection, Guid[] customerIds, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Lock + " SKIP LOCKED").Column(NpgsqlDbType.Uuid, customerIds);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var taken = new List<Guid>();
        while (await reader.ReadAsync(ct))
            taken.Add(reader.GetGuid(0));
        return taken;
    }
}
