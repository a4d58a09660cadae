using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Gives the rows of the outbox their sequences. Only rows of transactions older than every running one are taken, in
/// the order (transaction, row): whatever commits later comes later in that order, so a number never has to be changed.
/// </summary>
internal sealed class Numbering(NpgsqlConnection connection, ServiceInfo service)
{
    public const int RowsMax = 1000;

    // What is numbered is a function of what is committed: a crash that forgets numbers gives the same ones again, so
    // the commit need not wait for the disk. Planning takes longer than numbering, so it is done once, and by the index
    // however small the log is at that time.
    private const string Prepare =
        "set synchronous_commit = off; set plan_cache_mode = force_generic_plan; set enable_seqscan = off";

    private static readonly string Number =
        $"""
        with fresh as materialized (
          select xid, row_id, recorded_at, event_id, type, subject, partition, time, body, traceparent
          from outbox
          where (xid, row_id) > ($1, $2) and xid < pg_snapshot_xmin(pg_current_snapshot())
          order by xid, row_id
          limit {RowsMax}),
        numbered as materialized (
          select fresh.*, heads.sequence
            + row_number() over (partition by partition order by fresh.xid, fresh.row_id) as number
          from fresh join outbox_heads heads using (partition)),
        kept as (
          insert into outbox_numbers (partition, sequence, xid, row_id, recorded_at)
          select partition, number, xid, row_id, recorded_at from numbered),
        moved as (
          update outbox_heads heads set sequence = last.number, xid = last.xid, row_id = last.row_id
          from (select distinct on (partition) partition, number, xid, row_id
                from numbered order by partition, number desc) last
          where heads.partition = last.partition)
        select event_id, type, subject, time, partition, number, xid, row_id, traceparent, body
        from numbered order by xid, row_id
        """;

    private const string More =
        """
        select exists (
          select from outbox
          where (xid, row_id) > (select xid, row_id from outbox_heads order by xid desc, row_id desc limit 1))
        """;

    private const string Start =
        """
        select xid, row_id, xid < pg_snapshot_xmax(pg_current_snapshot())
        from outbox_heads order by xid desc, row_id desc limit 1
        """;

    private ulong transaction;
    private long row;

    /// <summary>
    /// Goes on where the log ends; throws where nothing that is written now could ever come after that.
    /// </summary>
    public async Task StartAsync(CancellationToken ct)
    {
        await using var start = new NpgsqlCommand(Start, connection);
        await using (var reader = await start.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            (transaction, row) = (reader.GetFieldValue<ulong>(0), reader.GetInt64(1));
            if (!reader.GetBoolean(2))
            {
                throw new InvalidOperationException(
                    $"The event log of {service.Name} ends at transaction {transaction}, which this Postgres has not "
                    + "reached: the database came here by a logical dump. Nothing is published until its transaction "
                    + "numbers are put beyond that with pg_resetwal --epoch.");
            }
        }
        await using var prepare = new NpgsqlCommand(Prepare, connection);
        await prepare.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Numbers what can be numbered now, in its order, and says whether more is there already: committed, but younger
    /// than a transaction that still runs.
    /// </summary>
    public async Task<(IReadOnlyList<EventEnvelope> Events, bool More)> NumberAsync(CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { NumberCommand(), new(More) } };
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var events = new List<EventEnvelope>();
        while (await reader.ReadAsync(ct))
            events.Add(EventLog.Read(reader, service.Name));
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var more = reader.GetBoolean(0);
        if (events is [.., var last])
            (transaction, row) = (last.Position.Transaction, last.Position.Row);
        return (events, more);
    }

    private NpgsqlBatchCommand NumberCommand() => new(Number)
    {
        Parameters =
        {
            new() { Value = transaction, NpgsqlDbType = NpgsqlDbType.Xid8 },
            new() { Value = row },
        },
    };
}
