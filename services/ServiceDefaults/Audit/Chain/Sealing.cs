using Npgsql;
using NpgsqlTypes;

namespace Risk.ServiceDefaults.Audit;

/// <summary>
/// Links entries in an order that no later commit can change: only those of transactions older than every running one,
/// by (transaction, row). Appending an entry takes no lock at all.
/// </summary>
internal sealed class Sealing(NpgsqlConnection connection)
{
    public const int EntriesMax = 2000;

    private ulong xid;
    private long rowId;

    public long Link { get; private set; }

    public byte[] Hash { get; private set; } = ChainHash.Genesis;

    public async Task StartAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select link, hash, xid, row_id from audit_links order by link desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return;
        (Link, Hash) = (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
        (xid, rowId) = (reader.GetFieldValue<ulong>(2), reader.GetInt64(3));
    }

    /// <summary>Links what can be linked now; answers how many entries that were.</summary>
    public async Task<int> SealAsync(CancellationToken ct)
    {
        var entries = await NextAsync(ct);
        if (entries.Count == 0)
            return 0;
        var (link, hash) = (Link, Hash);
        var hashes = new byte[entries.Count][];
        for (var i = 0; i < entries.Count; i++)
            hashes[i] = hash = ChainHash.Of(hash, ++link, entries[i]);
        await using var insert = new NpgsqlCommand(
            """
            insert into audit_links (link, xid, row_id, hash)
            select $1 + place, xid, row_id, hash
            from unnest($2::xid8[], $3::bigint[], $4::bytea[]) with ordinality as links (xid, row_id, hash, place)
            """, connection);
        insert.Parameters.Add(new() { Value = Link });
        insert.Parameters.Add(new()
        {
            Value = entries.Select(e => e.Xid).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Xid8,
        });
        insert.Parameters.Add(new() { Value = entries.Select(e => e.RowId).ToArray() });
        insert.Parameters.Add(new() { Value = hashes });
        await insert.ExecuteNonQueryAsync(ct);
        (Link, Hash, xid, rowId) = (link, hash, entries[^1].Xid, entries[^1].RowId);
        return entries.Count;
    }

    private async Task<List<StoredEntry>> NextAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select {AuditSql.EntryColumns} from audit_entries
            where (xid, row_id) > ($1, $2) and xid < pg_snapshot_xmin(pg_current_snapshot())
            order by xid, row_id limit $3
            """, connection);
        command.Parameters.Add(AuditSql.Xid(xid));
        command.Parameters.Add(new() { Value = rowId });
        command.Parameters.Add(new() { Value = EntriesMax });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var entries = new List<StoredEntry>();
        while (await reader.ReadAsync(ct))
            entries.Add(AuditSql.ReadEntry(reader));
        return entries;
    }
}
