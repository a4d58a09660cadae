using Npgsql;
using NpgsqlTypes;

namespace Risk.ServiceDefaults.Events;

/// <summary>Events for hot paths, which write SQL themselves. Call <see cref="Relay.Wake"/> after the commit.</summary>
public static class OutboxRows
{
    private const string Append =
        """
        insert into outbox (event_id, type, subject, partition, time, body, traceparent)
        select event_id, type, subject, partition, time, body, traceparent
        from unnest($1::uuid[], $2::text[], $3::text[], $4::smallint[], $5::timestamptz[], $6::bytea[], $7::text[])
          with ordinality as rows (event_id, type, subject, partition, time, body, traceparent, place)
        order by place
        returning partition, xid, row_id
        """;

    /// <summary>
    /// Adds one command, whose result <see cref="ReadPositionsAsync"/> reads. Its text is always the same, however
    /// many rows it writes, so that it is planned once.
    /// </summary>
    public static void AppendTo(NpgsqlBatch batch, IReadOnlyCollection<OutboxRow> rows) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Append)
        {
            Parameters =
            {
                Column(NpgsqlDbType.Uuid, rows.Select(r => r.EventId).ToArray()),
                Column(NpgsqlDbType.Text, rows.Select(r => r.Type).ToArray()),
                Column(NpgsqlDbType.Text, rows.Select(r => r.Subject).ToArray()),
                Column(NpgsqlDbType.Smallint, rows.Select(r => r.Partition).ToArray()),
                Column(NpgsqlDbType.TimestampTz, rows.Select(r => r.Time.UtcDateTime).ToArray()),
                Column(NpgsqlDbType.Bytea, rows.Select(r => r.Body).ToArray()),
                Column(NpgsqlDbType.Text, rows.Select(r => r.TraceParent).ToArray()),
            },
        });

    /// <summary>Reads the result of <see cref="AppendTo"/>: the last place in each partition that it touched.</summary>
    public static async Task<string> ReadPositionsAsync(NpgsqlDataReader reader, string producer, CancellationToken ct)
    {
        var positions = new List<LogPosition>();
        while (await reader.ReadAsync(ct))
        {
            positions.Add(new LogPosition(
                producer, reader.GetInt16(0), reader.GetFieldValue<ulong>(1), reader.GetInt64(2)));
        }
        return LogPosition.Join(positions);
    }

    /// <summary>
    /// Writes many rows by binary COPY in the current transaction and answers the last place in each partition.
    /// </summary>
    public static async Task<string> CopyAsync(
        NpgsqlConnection connection, IEnumerable<OutboxRow> rows, string producer, CancellationToken ct)
    {
        await using (var target = await connection.BeginRawBinaryCopyAsync(
            "copy outbox (event_id, type, subject, partition, time, body, traceparent) from stdin (format binary)", ct))
        {
            var buffer = new CopyBuffer();
            foreach (var row in rows)
            {
                Encode(row, buffer);
                if (buffer.IsFull)
                    await buffer.FlushAsync(target, ct);
            }
            buffer.End();
            await buffer.FlushAsync(target, ct);
        }
        await using var last = new NpgsqlCommand(
            """
            select partition, xid, max(row_id) from outbox where xid = pg_current_xact_id() group by partition, xid
            """, connection);
        await using var reader = await last.ExecuteReaderAsync(ct);
        return await ReadPositionsAsync(reader, producer, ct);
    }

    private static void Encode(OutboxRow row, CopyBuffer buffer)
    {
        buffer.Row(columns: 7);
        buffer.Uuid(row.EventId);
        buffer.Text(row.Type);
        buffer.Text(row.Subject);
        buffer.Small(row.Partition);
        buffer.Time(row.Time);
        buffer.Bytes(row.Body);
        buffer.Text(row.TraceParent);
    }

    private static NpgsqlParameter Column(NpgsqlDbType element, object values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | element };
}
