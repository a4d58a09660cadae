using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace Risk.ServiceDefaults.Events;

/// <summary>How far a partition of a producer is handled.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cursor(long Sequence, ulong Transaction, long Row)
{
    public static Cursor After(EventEnvelope e) => new(e.Sequence, e.Position.Transaction, e.Position.Row);
}

/// <summary>How far everything is handled, as last seen in the database; any instance may have moved it on.</summary>
internal sealed class Cursors(NpgsqlDataSource source)
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMilliseconds(10);

    private const string Lock =
        "select sequence, xid, row_id from cursors where producer = $1 and partition = $2 for update";

    private const string Start =
        "insert into cursors (producer, partition) values ($1, $2) on conflict (producer, partition) do nothing";

    private const string Save =
        """
        update cursors set sequence = $3, xid = $4, row_id = $5, applied_at = now()
        where producer = $1 and partition = $2
        """;

    private const string Pass =
        """
        update cursors set sequence = $3, xid = $4, row_id = $5, applied_at = now()
        where producer = $1 and partition = $2 and sequence = $6
        """;

    private readonly ConcurrentDictionary<(string Producer, int Partition), Cursor> known = new();
    private readonly Lock gate = new();
    private Task? refreshing;

    public Pulse Moved { get; } = new();

    public Cursor Of(string producer, int partition) => known.GetValueOrDefault((producer, partition));

    public void MoveTo(string producer, int partition, Cursor cursor)
    {
        known.AddOrUpdate((producer, partition), cursor,
            (_, old) => cursor.Sequence > old.Sequence ? cursor : old);
        Moved.Beat();
    }

    /// <summary>Reads them all; many who ask at once share one read.</summary>
    public Task RefreshAsync()
    {
        lock (gate)
        {
            if (refreshing is null or { IsCompleted: true })
                refreshing = RefreshSoonAsync();
            return refreshing;
        }
    }

    public async Task LoadAsync(CancellationToken ct)
    {
        await using var command =
            source.CreateCommand("select producer, partition, sequence, xid, row_id from cursors");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var cursor = new Cursor(reader.GetInt64(2), reader.GetFieldValue<ulong>(3), reader.GetInt64(4));
            MoveTo(reader.GetString(0), reader.GetInt16(1), cursor);
        }
    }

    /// <summary>
    /// What a transaction has made true, even when that is further back: somebody may reset a cursor.
    /// </summary>
    public void Correct(string producer, int partition, Cursor cursor)
    {
        known[(producer, partition)] = cursor;
        Moved.Beat();
    }

    /// <summary>Holds the partition for the rest of the transaction and says how far it truly is.</summary>
    public static async Task<Cursor> LockAsync(
        NpgsqlConnection connection, string producer, int partition, CancellationToken ct)
    {
        if (await TryLockAsync(connection, producer, partition, ct) is { } cursor)
            return cursor;
        await using (var start = Command(Start, connection, producer, partition))
            await start.ExecuteNonQueryAsync(ct);
        return await TryLockAsync(connection, producer, partition, ct)
            ?? throw new InvalidOperationException($"The cursor of {producer}.{partition} was removed.");
    }

    private static async Task<Cursor?> TryLockAsync(
        NpgsqlConnection connection, string producer, int partition, CancellationToken ct)
    {
        await using var command = Command(Lock, connection, producer, partition);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new Cursor(reader.GetInt64(0), reader.GetFieldValue<ulong>(1), reader.GetInt64(2))
            : null;
    }

    private static NpgsqlCommand Command(string sql, NpgsqlConnection connection, string producer, int partition) =>
        new(sql, connection)
        {
            Parameters = { new() { Value = producer }, new() { Value = (short)partition } },
        };

    public static async Task SaveAsync(
        NpgsqlConnection connection, string producer, int partition, Cursor cursor, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Save, connection);
        Fill(command.Parameters, producer, partition, cursor);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Moves on over events that nobody reacts to; false when the partition is not where it was thought.
    /// </summary>
    public async Task<bool> PassAsync(
        string producer, int partition, (Cursor From, Cursor To) step, CancellationToken ct)
    {
        await using var command = source.CreateCommand(Pass);
        Fill(command.Parameters, producer, partition, step.To);
        command.Parameters.Add(new() { Value = step.From.Sequence });
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private static void Fill(NpgsqlParameterCollection parameters, string producer, int partition, Cursor cursor)
    {
        parameters.Add(new() { Value = producer });
        parameters.Add(new() { Value = (short)partition });
        parameters.Add(new() { Value = cursor.Sequence });
        parameters.Add(new() { Value = cursor.Transaction, NpgsqlDbType = NpgsqlDbType.Xid8 });
        parameters.Add(new() { Value = cursor.Row });
    }

    private async Task RefreshSoonAsync()
    {
        await Task.Delay(RefreshEvery);
        await LoadAsync(CancellationToken.None);
    }
}
