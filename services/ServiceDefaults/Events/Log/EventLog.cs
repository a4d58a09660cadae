using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>From where to read the log, and how long.</summary>
public sealed record LogQuery
{
    /// <summary>The sequence after which to begin, per partition; partitions that are not named are not read.</summary>
    public required IReadOnlyDictionary<int, long> After { get; init; }

    /// <summary>Skips what was recorded earlier.</summary>
    public DateTimeOffset? FromTime { get; init; }

    /// <summary>Only these types; all when empty.</summary>
    public IReadOnlyCollection<string> Types { get; init; } = [];

    /// <summary>Goes on with what comes, instead of ending at the head.</summary>
    public bool Follow { get; init; }

    /// <summary>All partitions after one sequence.</summary>
    public static IReadOnlyDictionary<int, long> EveryPartition(long after = 0) =>
        Enumerable.Range(0, EventPartition.Count).ToDictionary(p => p, _ => after);
}

/// <summary>The numbered events of this service, each partition in its order.</summary>
public sealed class EventLog(NpgsqlDataSource source, ServiceInfo service)
{
    private const int PageRowsMax = 200;

    // A page is held as a whole: it ends with the event that passes this, so that it has one at least.
    private const int PageBytesMax = 4 * 1024 * 1024;
    private static readonly TimeSpan OtherInstancesEvery = TimeSpan.FromSeconds(1);

    private const string Page =
        """
        with page as materialized (
          select n.*
          from unnest($1::smallint[], $2::bigint[]) as wanted (partition, after)
          cross join lateral (
            select partition, sequence, xid, row_id, recorded_at from outbox_numbers
            where partition = wanted.partition and sequence > wanted.after
            order by sequence limit $3) n)
        select event_id, type, subject, time, partition, sequence, xid, row_id, traceparent, body
        from (
          select o.*, page.partition, page.sequence, page.xid, page.row_id,
                 sum(octet_length(o.body)) over (order by page.xid, page.row_id) - octet_length(o.body) as before
          from page cross join lateral (
            select event_id, type, subject, time, traceparent, body from outbox
            where xid = page.xid and row_id = page.row_id and recorded_at = page.recorded_at) o) sized
        where before < $4
        order by xid, row_id
        """;

    internal Pulse Numbered { get; } = new();

    /// <summary>Streams the log; partitions are interleaved, each in its order without holes.</summary>
    public async IAsyncEnumerable<EventEnvelope> ReadAsync(
        LogQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        var after = new Dictionary<int, long>(query.After);
        if (query.FromTime is { } from)
            await SkipUntilAsync(from, after, ct);
        while (true)
        {
            var numbered = Numbered.Next;
            var page = await ReadPageAsync(after, PageRowsMax, ct);
            foreach (var e in page)
            {
                after[e.Partition] = e.Sequence;
                if (query.Types.Count == 0 || query.Types.Contains(e.Type))
                    yield return e;
            }
            if (page.Count > 0)
                continue;
            if (!query.Follow)
                yield break;
            await Task.WhenAny(numbered, Task.Delay(OtherInstancesEvery, ct));
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The last sequence of each partition.</summary>
    public async Task<long[]> HeadsAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select partition, sequence from outbox_heads");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var heads = new long[EventPartition.Count];
        while (await reader.ReadAsync(ct))
            heads[reader.GetInt16(0)] = reader.GetInt64(1);
        return heads;
    }

    /// <summary>Where the log has come to: the last place of each partition that has any.</summary>
    public async Task<IReadOnlyList<LogPosition>> PlacesAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "select partition, xid, row_id from outbox_heads where sequence > 0 order by partition");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var places = new List<LogPosition>();
        while (await reader.ReadAsync(ct))
        {
            places.Add(new(
                service.Name, reader.GetInt16(0), reader.GetFieldValue<ulong>(1), reader.GetInt64(2)));
        }
        return places;
    }

    internal async Task<IReadOnlyList<EventEnvelope>> ReadPageAsync(
        IReadOnlyDictionary<int, long> after, int rowsPerPartitionMax, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Page);
        command.Parameters.Add(new()
        {
            Value = after.Keys.Select(p => (short)p).ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint,
        });
        command.Parameters.Add(new() { Value = after.Values.ToArray() });
        command.Parameters.Add(new() { Value = rowsPerPartitionMax });
        command.Parameters.Add(new() { Value = PageBytesMax });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var page = new List<EventEnvelope>();
        while (await reader.ReadAsync(ct))
            page.Add(Read(reader, service.Name));
        return page;
    }

    internal static EventEnvelope Read(NpgsqlDataReader reader, string producer) => new()
    {
        Id = reader.GetGuid(0),
        Type = reader.GetString(1),
        Subject = reader.GetString(2),
        Time = reader.GetFieldValue<DateTimeOffset>(3),
        Position = new LogPosition(
            producer, reader.GetInt16(4), reader.GetFieldValue<ulong>(6), reader.GetInt64(7)),
        Sequence = reader.GetInt64(5),
        TraceParent = reader.IsDBNull(8) ? null : reader.GetString(8),
        Body = reader.GetFieldValue<byte[]>(9),
    };

    private async Task SkipUntilAsync(DateTimeOffset from, Dictionary<int, long> after, CancellationToken ct)
    {
        // A partition where nothing is that young begins at its head, in case the reader follows. Heads are read first:
        // what is numbered meanwhile is younger than they are.
        var heads = await HeadsAsync(ct);
        await using var command = source.CreateCommand(
            """
            select partition, min(sequence) - 1 from outbox_numbers where recorded_at >= $1 group by partition
            """);
        command.Parameters.Add(new() { Value = from.UtcDateTime });
        var firsts = new Dictionary<int, long>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
                firsts[reader.GetInt16(0)] = reader.GetInt64(1);
        }
        foreach (var (partition, sequence) in after.ToArray())
            after[partition] = Math.Max(sequence, firsts.GetValueOrDefault(partition, heads[partition]));
    }
}
