using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// The right to be the only one who does something in this schema, held by the session of one connection. When the
/// session ends, however it ends, the right is free.
/// </summary>
internal sealed class OneWriter : IAsyncDisposable
{
    private static readonly TimeSpan FreeingMax = TimeSpan.FromSeconds(3);

    private OneWriter(NpgsqlConnection connection) => Connection = connection;

    /// <summary>What must not be done twice is done on this connection, so that it ends with the lock.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Takes the right, or answers null when somebody else has it.</summary>
    public static async Task<OneWriter?> TryTakeAsync(NpgsqlDataSource source, string purpose, CancellationToken ct)
    {
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await using var take = new NpgsqlCommand(
                "select pg_try_advisory_lock(hashtextextended($1 || ' of ' || current_schema(), 0))", connection)
            {
                Parameters = { new() { Value = purpose } },
            };
            if (await take.ExecuteScalarAsync(ct) is not true)
            {
                await connection.DisposeAsync();
                return null;
            }
            // A holder that is cut off or frozen must not keep the others out for longer than this.
            await using var limits = new NpgsqlCommand(
                "set idle_session_timeout = '15s'; set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 2;"
                + " set tcp_keepalives_count = 3", connection);
            await limits.ExecuteNonQueryAsync(ct);
            return new OneWriter(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Gives the right back at once. The pool would keep the session, with lock and limits, until somebody needs it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var free = new NpgsqlCommand("select pg_advisory_unlock_all(); reset all", Connection)
            {
                CommandTimeout = (int)FreeingMax.TotalSeconds,
            };
            await free.ExecuteNonQueryAsync();
        }
        catch (Exception ended) when (ended.IsOfDatabase() || ended is InvalidOperationException)
        {
            // The session is gone or not to be used any more, and the right with it once the pool closes it.
            NpgsqlConnection.ClearPool(Connection);
        }
        finally
        {
            await Connection.DisposeAsync();
        }
    }
}
