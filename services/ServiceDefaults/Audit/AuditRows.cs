using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Events;

namespace Risk.ServiceDefaults.Audit;

/// <summary>
/// Entries for hot paths, which write SQL themselves. Call <see cref="Sealer.Wake"/> after the commit.
/// </summary>
public static class AuditRows
{
    private const string Append =
        """
        insert into audit_entries (at, actor, actor_name, action, subject, cause, payload, payload_sha256)
        select at, actor, actor_name, action, subject, cause, payload, payload_sha256
        from unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[],
                    $8::bytea[])
          with ordinality as rows (at, actor, actor_name, action, subject, cause, payload, payload_sha256, place)
        order by place
        """;

    /// <summary>Adds one command without a result; its text is the same however many entries it writes.</summary>
    public static void AppendTo(NpgsqlBatch batch, IReadOnlyCollection<AuditEntry> entries) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Append)
        {
            Parameters =
            {
                Column(NpgsqlDbType.TimestampTz, entries.Select(e => e.At.UtcDateTime).ToArray()),
                Column(NpgsqlDbType.Text, entries.Select(e => e.Actor).ToArray()),
                Column(NpgsqlDbType.Text, entries.Select(e => e.ActorName).ToArray()),
                Column(NpgsqlDbType.Text, entries.Select(e => e.Action).ToArray()),
                Column(NpgsqlDbType.Text, entries.Select(e => e.Subject).ToArray()),
                Column(NpgsqlDbType.Text, entries.Select(e => e.Cause).ToArray()),
                Column(NpgsqlDbType.Bytea, entries.Select(e => e.Payload).ToArray()),
                Column(NpgsqlDbType.Bytea, entries.Select(e => e.PayloadSha256).ToArray()),
            },
        });

    /// <summary>Writes many entries by binary COPY in the current transaction.</summary>
    public static async Task CopyAsync(
        NpgsqlConnection connection, IEnumerable<AuditEntry> entries, CancellationToken ct)
    {
        await using var target = await connection.BeginRawBinaryCopyAsync(
            "copy audit_entries (at, actor, actor_name, action, subject, cause, payload, payload_sha256)"
            + " from stdin (format binary)", ct);
        var buffer = new CopyBuffer();
        foreach (var entry in entries)
        {
            Encode(entry, buffer);
            if (buffer.IsFull)
                await buffer.FlushAsync(target, ct);
        }
        buffer.End();
        await buffer.FlushAsync(target, ct);
    }

    private static void Encode(AuditEntry entry, CopyBuffer buffer)
    {
        buffer.Row(columns: 8);
        buffer.Time(entry.At);
        buffer.Text(entry.Actor);
        buffer.Text(entry.ActorName);
        buffer.Text(entry.Action);
        buffer.Text(entry.Subject);
        buffer.Text(entry.Cause);
        buffer.Bytes(entry.Payload);
        buffer.Bytes(entry.PayloadSha256);
    }

    private static NpgsqlParameter Column(NpgsqlDbType element, object values) =>
        new() { Value = values, NpgsqlDbType = NpgsqlDbType.Array | element };
}
