using Grpc.Core;
using Npgsql;
using NpgsqlTypes;
using Risk.ServiceDefaults.Requests;

namespace Risk.ServiceDefaults.Events;

/// <summary>An event that could not be handled, and why.</summary>
public sealed record ParkedEvent(EventEnvelope Event, string Error, int Attempts, DateTimeOffset ParkedAt)
{
    /// <summary>When it was handled after all.</summary>
    public DateTimeOffset? ReplayedAt { get; init; }
}

/// <summary>Events that this service has set aside so that their partition could go on.</summary>
public sealed class ParkedEvents
{
    private const int PageSizeMax = 500;
    private const int ErrorLengthMax = 500;

    private const string Columns =
        """
        event_id, type, subject, time, partition, sequence, xid, row_id, traceparent, body,
        producer, error, attempts, parked_at, replayed_at
        """;

    private readonly NpgsqlDataSource source;
    private readonly Applier applier;

    internal ParkedEvents(NpgsqlDataSource source, Applier applier) => (this.source, this.applier) = (source, applier);

    /// <summary>Those not replayed yet, oldest first, after the given one.</summary>
    public async Task<IReadOnlyList<ParkedEvent>> ListAsync(int pageSize, Guid? after, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            $"""
            select {Columns} from parked_events
            where replayed_at is null
              and ($1::uuid is null
                   or (parked_at, event_id) > (select parked_at, event_id from parked_events where event_id = $1))
            order by parked_at, event_id limit $2
            """);
        command.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = Math.Clamp(pageSize, 1, PageSizeMax) });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var events = new List<ParkedEvent>();
        while (await reader.ReadAsync(ct))
            events.Add(Read(reader));
        return events;
    }

    /// <summary>Handles a parked event again, out of its order; refused with the error when it fails again.</summary>
    public async Task<ParkedEvent> ReplayAsync(Guid id, CancellationToken ct)
    {
        var parked = await FindAsync(id, ct) ?? throw Refuse.NotFound("parked event", id.ToString());
        if (parked.ReplayedAt is not null)
            return parked;
        try
        {
            await applier.ReplayAsync(parked.Event, ct);
        }
        catch (Exception failure) when (failure is not (RpcException or OperationCanceledException))
        {
            await NoteFailureAsync(id, failure, ct);
            var why = Describe(failure);
            throw Refuse.Precondition("EVENT_STILL_FAILS", new(
                $"The event still cannot be handled: {why}", $"事件仍无法处理：{why}"));
        }
        return await FindAsync(id, ct) ?? throw Refuse.NotFound("parked event", id.ToString());
    }

    internal async Task<long> CountOpenAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select count(*) from parked_events where replayed_at is null");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    internal static async Task InsertAsync(
        NpgsqlConnection connection, EventEnvelope e, Exception failure, int attempts, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            insert into parked_events ({Columns})
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, now(), null)
            on conflict (event_id) do nothing
            """, connection);
        var p = command.Parameters;
        p.Add(new() { Value = e.Id });
        p.Add(new() { Value = e.Type });
        p.Add(new() { Value = e.Subject });
        p.Add(new() { Value = e.Time.UtcDateTime });
        p.Add(new() { Value = (short)e.Partition });
        p.Add(new() { Value = e.Sequence });
        p.Add(new() { Value = e.Position.Transaction, NpgsqlDbType = NpgsqlDbType.Xid8 });
        p.Add(new() { Value = e.Position.Row });
        p.Add(new() { Value = (object?)e.TraceParent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        p.Add(new() { Value = e.Body.ToArray() });
        p.Add(new() { Value = e.Producer });
        p.Add(new() { Value = Describe(failure) });
        p.Add(new() { Value = attempts });
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Waits for whoever replays the event now; false when it is replayed already.</summary>
    internal static async Task<bool> LockOpenAsync(NpgsqlConnection connection, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select 1 from parked_events where event_id = $1 and replayed_at is null for update", connection);
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    internal static async Task MarkReplayedAsync(NpgsqlConnection connection, Guid id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "update parked_events set replayed_at = now(), attempts = attempts + 1 where event_id = $1", connection);
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task NoteFailureAsync(Guid id, Exception failure, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            update parked_events set error = $2, attempts = attempts + 1
            where event_id = $1 and replayed_at is null
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = Describe(failure) });
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<ParkedEvent?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"select {Columns} from parked_events where event_id = $1");
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    private static ParkedEvent Read(NpgsqlDataReader reader) => new(
        EventLog.Read(reader, reader.GetString(10)),
        reader.GetString(11),
        reader.GetInt32(12),
        reader.GetFieldValue<DateTimeOffset>(13))
    {
        ReplayedAt = reader.IsDBNull(14) ? null : reader.GetFieldValue<DateTimeOffset>(14),
    };

    /// <summary>What went wrong, for those who may list it; where in our code it did is for the log alone.</summary>
    internal static string Describe(Exception failure)
    {
        var cause = failure.GetBaseException();
        var text = cause is PostgresException refused
            ? $"The database refused it with SQLSTATE {refused.SqlState}."
            : cause.Message;
        return text.Length <= ErrorLengthMax ? text : text[..ErrorLengthMax];
    }
}
