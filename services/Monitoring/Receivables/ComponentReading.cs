using Npgsql;
using NpgsqlTypes;
using Risk.Monitoring.Facts;
using Risk.ServiceDefaults.Storage;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Monitoring.Receivables;

/// <summary>Reads the components that new documents join.</summary>
internal static class ComponentReading
{
    // Each look-up stands alone, so that it is planned by its index even before the tables were ever analysed.
    private const string Sql =
        """
        WITH wanted AS MATERIALIZED (
            SELECT customer_id, key FROM unnest($1::uuid[], $2::uuid[]) AS w (customer_id, key)
        ), named AS MATERIALIZED (
            SELECT w.customer_id, k.component_id FROM wanted w, LATERAL (
                SELECT component_id FROM document_keys k
                WHERE k.customer_id = w.customer_id AND k.key = w.key OFFSET 0) AS k
            UNION
            SELECT w.customer_id, d.component_id FROM wanted w, LATERAL (
                SELECT component_id FROM documents d
                WHERE d.customer_id = w.customer_id AND d.document_id = w.key OFFSET 0) AS d
        )
        SELECT n.customer_id, n.component_id, d.body FROM named n, LATERAL (
            SELECT body FROM documents d
            WHERE d.customer_id = n.customer_id AND d.component_id = n.component_id OFFSET 0) AS d
        """;

    /// <summary>
    /// One run at a time reads and writes the documents of a customer: they come from one partition of one producer,
    /// whose cursor is held.
    /// </summary>
    public static async Task<IReadOnlyList<(Guid CustomerId, Component Component)>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<CustomerRun> runs, CancellationToken ct)
    {
        var wanted = runs.SelectMany(r => r.Documents.SelectMany(d => KeysOf(d.Document))
            .Select(key => (r.CustomerId, key))).Distinct().ToList();
        if (wanted.Count == 0)
            return [];
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Sql)
            .Column(NpgsqlDbType.Uuid, wanted.Select(w => w.CustomerId).ToArray())
            .Column(NpgsqlDbType.Uuid, wanted.Select(w => w.key).ToArray());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var kept = runs.ToDictionary(r => r.CustomerId, _ => new List<KeptDocument>());
        while (await reader.ReadAsync(ct))
        {
            var document = IntakeV1.Document.Parser.ParseFrom(reader.GetFieldValue<byte[]>(2));
            kept[reader.GetGuid(0)].Add(new(reader.GetGuid(1), BookDocument.Of(document)));
        }
        return
        [
            .. runs.SelectMany(r => Components.Of(r.Documents, kept[r.CustomerId]).Select(c => (r.CustomerId, c))),
        ];
    }

    private static IEnumerable<Guid> KeysOf(BookDocument document) =>
        Components.KeysOf(document).Append(document.Id);
}
