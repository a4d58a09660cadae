using Npgsql;
using NpgsqlTypes;
using Risk.Monitoring.Facts;
using Risk.Monitoring.Imports;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Evaluation;

/// <summary>Customers whose warnings are to be decided. Rows are written in the order of the customers' ids.</summary>
internal static class EvaluationQueue
{
    private const string Upsert =
        """
        INSERT INTO evaluation_queue AS asked (customer_id, first_at, due_at, traceparent, import_ids, partition)
        SELECT customer_id, $5, CASE WHEN import_ids = '{}' THEN $6 ELSE $5 + $8 END, traceparent, import_ids::uuid[],
            partition
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[])
            AS q (customer_id, traceparent, import_ids, partition)
        WHERE NOT EXISTS (
            SELECT FROM evaluation_queue a
            WHERE a.customer_id = q.customer_id AND a.due_at >= $9 AND q.import_ids::uuid[] <@ a.import_ids)
        ORDER BY customer_id
        ON CONFLICT (customer_id) DO UPDATE SET
            due_at = CASE WHEN asked.import_ids || excluded.import_ids = '{}'
                THEN least(excluded.due_at, asked.first_at + $7) ELSE asked.first_at + $8 END,
            traceparent = excluded.traceparent, partition = excluded.partition,
            import_ids = asked.import_ids || excluded.import_ids
        WHERE asked.due_at < $9 OR NOT excluded.import_ids <@ asked.import_ids
        """;

    private const string Due =
        "SELECT customer_id FROM evaluation_queue WHERE due_at <= $1 ORDER BY due_at LIMIT $2";

    // Only what is still due: facts that came meanwhile have put it off.
    private const string Take =
        """
        DELETE FROM evaluation_queue WHERE customer_id IN (
            SELECT customer_id FROM evaluation_queue WHERE customer_id = ANY ($1) AND due_at <= $2
            ORDER BY customer_id FOR UPDATE)
        RETURNING customer_id, traceparent
        """;

    private const string Postpone = "UPDATE evaluation_queue SET due_at = $2 WHERE customer_id = ANY ($1)";

    // Whoever owes something, or has a warning that holds, changes by the day alone; a temporary limit ends, too.
    private const string AskAged =
        """
        WITH aged AS (
            SELECT c.customer_id FROM customers c
            WHERE c.customer_id > $1 AND c.evaluated_on < $2
              AND (EXISTS (SELECT FROM receivables r WHERE r.customer_id = c.customer_id AND r.settled_on IS NULL)
                OR EXISTS (SELECT FROM warnings w WHERE w.customer_id = c.customer_id AND w.holds)
                OR 0 <> ANY ((SELECT e.amounts FROM exposure_days e WHERE e.customer_id = c.customer_id
                    ORDER BY e.day DESC LIMIT 1)::numeric[]))
            ORDER BY c.customer_id LIMIT $3),
        asked AS (
            INSERT INTO evaluation_queue (customer_id, first_at, due_at)
            SELECT customer_id, $4, $4 FROM aged ORDER BY customer_id
            ON CONFLICT (customer_id) DO NOTHING)
        SELECT customer_id FROM aged ORDER BY customer_id DESC LIMIT 1
        """;

    public static void Add(
        NpgsqlBatch batch, IReadOnlyList<CustomerRun> customers, DateTimeOffset now, EvaluationSettings settings)
    {
        batch.Add(Upsert)
            .Column(NpgsqlDbType.Uuid, customers.Select(c => c.CustomerId).ToArray())
            .Column(NpgsqlDbType.Text, customers.Select(c => c.TraceParent).ToArray())
            .Column(NpgsqlDbType.Text, customers.Select(c => $"{{{string.Join(',', c.ImportIds)}}}").ToArray())
            .Column(NpgsqlDbType.Smallint, customers.Select(c => (short)c.Cause!.Partition).ToArray())
            .With(now.UtcDateTime)
            .With(now.AddMilliseconds(settings.QuietMilliseconds).UtcDateTime)
            .With(TimeSpan.FromMilliseconds(settings.DelayMaxMilliseconds))
            .With(TimeSpan.FromMinutes(settings.ImportMinutesMax))
            // Put off by half of the time at least: a row is neither written nor locked again for every fact.
            .With(now.AddMilliseconds(settings.QuietMilliseconds / 2.0).UtcDateTime);
    }

    public static async Task<Guid[]> DueAsync(
        NpgsqlDataSource source, DateTimeOffset now, EvaluationSettings settings, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        ImportEnds.AddRelease(batch, now, now.AddMilliseconds(settings.QuietMilliseconds));
        batch.Add(Due).With(now.UtcDateTime).With(settings.BatchCustomers);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var due = new List<Guid>();
        while (await reader.ReadAsync(ct))
            due.Add(reader.GetGuid(0));
        return [.. due];
    }

    /// <summary>Takes out those that are still due, of customers that the caller has locked.</summary>
    public static async Task<IReadOnlyList<Cause>> TakeAsync(
        NpgsqlConnection connection, Guid[] customerIds, DateTimeOffset now, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Take).Column(NpgsqlDbType.Uuid, customerIds).With(now.UtcDateTime);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var taken = new List<Cause>();
        while (await reader.ReadAsync(ct))
            taken.Add(new(reader.GetGuid(0), null, reader.IsDBNull(1) ? null : reader.GetString(1)));
        return taken;
    }

    public static async Task PostponeAsync(
        NpgsqlDataSource source, Guid[] customerIds, DateTimeOffset until, CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.Add(Postpone).Column(NpgsqlDbType.Uuid, customerIds).With(until.UtcDateTime);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Asks for customers that were last evaluated before the day, in the order of their ids; answers the last one, or
    /// null when there are no more.
    /// </summary>
    public static async Task<Guid?> AskAgedAsync(
        NpgsqlDataSource source, Guid after, DateOnly day, (int CustomersMax, DateTimeOffset DueAt) asked,
        CancellationToken ct)
    {
        await using var batch = source.CreateBatch();
        batch.Add(AskAged).With(after).With(day).With(asked.CustomersMax).With(asked.DueAt.UtcDateTime);
        return (Guid?)await batch.ExecuteScalarAsync(ct);
    }
}
