using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Npgsql;

namespace Risk.ServiceDefaults.Audit;

/// <summary>A link as it is stored.</summary>
internal sealed record StoredLink(long Link, ulong Xid, long RowId, byte[] Hash)
{
    public (ulong, long) Place => (Xid, RowId);
}

/// <summary>What is not sealed yet.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Unsealed(long Count, DateTimeOffset? OldestAt);

/// <summary>Reads links and entries page by page, so that memory stays flat however long the chain is.</summary>
internal sealed class ChainReader(NpgsqlDataSource source)
{
    private const int PageRowsMax = 5000;
    private const int PageBytesMax = 4 * 1024 * 1024;

    public async Task<StoredLink?> NewestAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "select link, xid, row_id, hash from audit_links order by link desc limit 1");
        return (await ReadAsync(command, Link, ct)).FirstOrDefault();
    }

    public async Task<StoredLink?> LinkAsync(long link, CancellationToken ct)
    {
        await using var command =
            source.CreateCommand("select link, xid, row_id, hash from audit_links where link = $1");
        command.Parameters.Add(new() { Value = link });
        return (await ReadAsync(command, Link, ct)).FirstOrDefault();
    }

    public async IAsyncEnumerable<StoredLink> LinksAsync(
        long from, long to, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            await using var command = source.CreateCommand(
                "select link, xid, row_id, hash from audit_links where link between $1 and $2 order by link limit $3");
            command.Parameters.Add(new() { Value = from });
            command.Parameters.Add(new() { Value = to });
            command.Parameters.Add(new() { Value = PageRowsMax });
            var page = await ReadAsync(command, Link, ct);
            foreach (var link in page)
                yield return link;
            if (page.Count < PageRowsMax)
                yield break;
            from = page[^1].Link + 1;
        }
    }

    /// <summary>Entries after one place, up to another and including it.</summary>
    public async IAsyncEnumerable<(StoredEntry Entry, byte[] Payload)> EntriesAsync(
        (ulong Xid, long RowId) after, (ulong Xid, long RowId) to, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            await using var command = source.CreateCommand(
                $"""
                select {AuditSql.EntryColumns}, payload
                from (
                  select *, sum(octet_length(payload)) over (order by xid, row_id) - octet_length(payload) as before
                  from (
                    select * from audit_entries where (xid, row_id) > ($1, $2) and (xid, row_id) <= ($3, $4)
                    order by xid, row_id limit $5) page) sized
                where before < $6
                order by xid, row_id
                """);
            command.Parameters.Add(AuditSql.Xid(after.Xid));
            command.Parameters.Add(new() { Value = after.RowId });
            command.Parameters.Add(AuditSql.Xid(to.Xid));
            command.Parameters.Add(new() { Value = to.RowId });
            command.Parameters.Add(new() { Value = PageRowsMax });
            command.Parameters.Add(new() { Value = PageBytesMax });
            var page = await ReadAsync(
                command, reader => (AuditSql.ReadEntry(reader), reader.GetFieldValue<byte[]>(10)), ct);
            foreach (var entry in page)
                yield return entry;
            if (page.Count == 0)
                yield break;
            after = page[^1].Item1.Place;
        }
    }

    public async Task<Unsealed> UnsealedAsync((ulong Xid, long RowId) after, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "select count(*), min(recorded_at) from audit_entries where (xid, row_id) > ($1, $2)");
        command.Parameters.Add(AuditSql.Xid(after.Xid));
        command.Parameters.Add(new() { Value = after.RowId });
        return (await ReadAsync(command, reader => new Unsealed(
            reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1)), ct))[0];
    }

    private static StoredLink Link(NpgsqlDataReader reader) => new(
        reader.GetInt64(0), reader.GetFieldValue<ulong>(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
            rows.Add(read(reader));
        return rows;
    }
}
