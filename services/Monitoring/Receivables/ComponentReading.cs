using Npgsql;
using NpgsqlTypes;
using Risk.Monitoring.Facts;
using Risk.ServiceDefaults.Storage;
using DocumentKind = Risk.Intake.V1.DocumentKind;
using IntakeV1 = Risk.Intake.V1;

namespace Risk.Monitoring.Receivables;

/// <summary>Reads the components that new documents join.</summary>
internal static class ComponentReading
{
    // Each look-up stands alone, so that it is planned by its index even before the tables were ever analysed. What is
    // frozen is read when something names it, or is older than it.
    private const string Sql =
        """
        WITH wanted AS MATERIALIZED (
            SELECT customer_id, key, is_id, day
            FROM unnest($1::uuid[], $2::uuid[], $3::boolean[], $4::date[]) AS w (customer_id, key, is_id, day)
        ), named AS MATERIALIZED (
            SELECT customer_id, component_id, bool_or(frozen) AS frozen, min(day) AS day FROM (
                SELECT w.customer_id, k.component_id, k.frozen, w.day FROM wanted w, LATERAL (
                    SELECT component_id, frozen FROM document_keys k
                    WHERE k.customer_id = w.customer_id AND k.key = w.key OFFSET 0) AS k
                UNION ALL
                SELECT w.customer_id, d.component_id, d.frozen, w.day FROM wanted w, LATERAL (
                    SELECT component_id, frozen FROM documents d
                    WHERE d.customer_id = w.customer_id AND d.document_id = w.key OFFSET 0) AS d
                WHERE w.is_id) AS found
            GROUP BY customer_id, component_id
        ), judged AS MATERIALIZED (
            SELECT n.customer_id, n.component_id, h.until, coalesce(n.frozen OR n.day <= h.until, false) AS thaws
            FROM named n LEFT JOIN LATERAL (
                SELECT until FROM component_horizons h
                WHERE h.customer_id = n.customer_id AND h.component_id = n.component_id OFFSET 0) AS h ON true
        )
        SELECT j.customer_id, j.component_id, d.body, d.carried, j.until, j.thaws FROM judged j, LATERAL (
            SELECT body, carried FROM documents d
            WHERE d.customer_id = j.customer_id AND d.component_id = j.component_id AND (NOT d.frozen OR j.thaws)
            OFFSET 0) AS d
        """;

    /// <summary>
    /// One run at a time reads and writes the documents of a customer: they come from one partition of one producer,
    /// whose cursor is held.
    /// </summary>
    public static async Task<IReadOnlyList<(Guid CustomerId, Component Component)>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<CustomerRun> runs, CancellationToken ct)
    {
        var wanted = runs.SelectMany(r => r.Documents.SelectMany(d => KeysOf(d.Document))
            .Select(w => (r.CustomerId, w.Key, w.IsId, w.Day))).Distinct().ToList();
        if (wanted.Count == 0)
            return [];
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Sql)
            .Column(NpgsqlDbType.Uuid, wanted.Select(w => w.CustomerId).ToArray())
            .Column(NpgsqlDbType.Uuid, wanted.Select(w => w.Key).ToArray())
            .Column(NpgsqlDbType.Boolean, wanted.Select(w => w.IsId).ToArray())
            .Column(NpgsqlDbType.Date, wanted.Select(w => w.Day).ToArray());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var kept = runs.ToDictionary(r => r.CustomerId, _ => new List<KeptDocument>());
        var frozen = new Dictionary<Guid, FrozenPart>();
        while (await reader.ReadAsync(ct))
        {
            var (id, thaws) = (reader.GetGuid(1), reader.GetBoolean(5));
            var body = IntakeV1.Document.Parser.ParseFrom(reader.GetFieldValue<byte[]>(2));
            var carried = thaws || reader.IsDBNull(3) ? [] : CarriedText.Read(reader.GetString(3));
            kept[reader.GetGuid(0)].Add(new(id, BookDocument.Of(body) with { Carried = carried }));
            if (reader.Nullable<DateOnly>(4) is { } until)
                frozen[id] = new(id, until, thaws);
        }
        return
        [
            .. runs.SelectMany(r =>
                Components.Of(r.Documents, kept[r.CustomerId], frozen).Select(c => (r.CustomerId, c))),
        ];
    }

    /// <summary>
    /// The names and ids by which a document may be known, or know others, with the day from which on it may change
    /// something: a reversal changes whatever it is about.
    /// </summary>
    private static IEnumerable<(Guid Key, bool IsId, DateOnly Day)> KeysOf(BookDocument document)
    {
        var day = document.Kind == DocumentKind.Reversal ? DateOnly.MinValue
            : Settling.IsCredit(document.Kind) ? document.IssuedOn
            : DateOnly.MaxValue;
        return document.Links.Select(l => (l.Key, l.IsId, day))
            .Append((document.NameKey, false, day)).Append((document.Id, true, day));
    }
}
