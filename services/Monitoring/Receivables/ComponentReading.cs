using Npgsql;
using NpgsqlTypes;
using Risk.Monitoring.Facts;
using Risk.ServiceDefaults.Storage;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Monitoring.Receivables;

/// <summary>Locks customers, and reads the components that their new documents join.</summary>
internal static class ComponentReading
{
    private const string Components =
        """
        WITH named AS MATERIALIZED (
            SELECT n.customer_id, n.key, k.component_id
            FROM unnest($1::uuid[], $2::uuid[]) AS n (customer_id, key)
            JOIN document_keys k ON k.customer_id = n.customer_id AND k.key = n.key
            UNION
            SELECT n.customer_id, n.key, d.component_id
            FROM unnest($1::uuid[], $2::uuid[]) AS n (customer_id, key)
            JOIN documents d ON d.customer_id = n.customer_id AND d.document_id = n.key
        )
        """;

    /// <summary>In the order of their ids, so that two runs never wait for each other.</summary>
    public static async Task<IReadOnlyList<(Guid CustomerId, Component Component)>> LockAsync(
        NpgsqlConnection connection, IReadOnlyList<CustomerRun> runs, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        CustomerLocks.Add(batch, [.. runs.Select(r => r.CustomerId)]);
        var wanted = runs.SelectMany(r => r.Documents.SelectMany(d => KeysOf(d.Document))
            .Select(key => (r.CustomerId, key))).Distinct().ToList();
        if (wanted.Count == 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
            return [];
        }
        Select(batch, Components + "SELECT customer_id, key, component_id FROM named", wanted);
        Select(batch, Components + "SELECT d.customer_id, d.component_id, d.body FROM documents d JOIN "
            + "(SELECT DISTINCT customer_id, component_id FROM named) AS c USING (customer_id, component_id)", wanted);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        // The first result is that of the locks.
        await reader.NextResultAsync(ct);
        var known = runs.ToDictionary(r => r.CustomerId, _ => new Dictionary<Guid, Guid>());
        while (await reader.ReadAsync(ct))
            known[reader.GetGuid(0)][reader.GetGuid(1)] = reader.GetGuid(2);
        await reader.NextResultAsync(ct);
        var kept = runs.ToDictionary(r => r.CustomerId, _ => new List<KeptDocument>());
        while (await reader.ReadAsync(ct))
        {
            var document = IntakeV1.Document.Parser.ParseFrom(reader.GetFieldValue<byte[]>(2));
            kept[reader.GetGuid(0)].Add(new(reader.GetGuid(1), BookDocument.Of(document)));
        }
        return
        [
            .. runs.SelectMany(r => Receivables.Components.Of(r.Documents, kept[r.CustomerId], known[r.CustomerId])
                .Select(c => (r.CustomerId, c))),
        ];
    }

    private static IEnumerable<Guid> KeysOf(BookDocument document) =>
        Receivables.Components.KeysOf(document).Append(document.Id);

    private static void Select(NpgsqlBatch batch, string sql, List<(Guid CustomerId, Guid Key)> wanted) =>
        batch.Add(sql)
            .Column(NpgsqlDbType.Uuid, wanted.Select(w => w.CustomerId).ToArray())
            .Column(NpgsqlDbType.Uuid, wanted.Select(w => w.Key).ToArray());
}
