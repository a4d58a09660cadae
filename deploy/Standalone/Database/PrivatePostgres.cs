using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Standalone.Database;

/// <summary>
/// A Postgres of the suite's own, from the machine's programs, reachable through a socket in its own folder. It is made
/// when it is not there, started again when it dies, and stopped after the services.
/// </summary>
internal sealed partial class PrivatePostgres(
    DataFolder data, PostgresProgram program, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    private const int SocketPathMax = 90;
    private const string Owner = "risk_owner";
    private const string Database = "risk";
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly string cluster = ClusterFolder(data);
    private readonly string password = data.Secret("postgres.key");
    private readonly string log = data.In("postgres.log");
    private readonly CancellationTokenSource stopping = new();
    private Task watching = Task.CompletedTask;

    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = SocketFolder,
        Username = Owner,
        Password = password,
        Database = database,
    }.ConnectionString;

    /// <summary>Answers the connection string of the owner of the suite's database.</summary>
    public async Task<string> StartAsync()
    {
        await EndLeftoverAsync();
        if (!File.Exists(Path.Combine(cluster, "PG_VERSION")))
            await CreateClusterAsync();
        var process = await StartServerAsync();
        watching = WatchAsync(process);
        await CreateDatabaseAsync();
        return ConnectionString(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        var told = clock.GetTimestamp();
        // Told until it has ended: a server that is only just starting again cannot be told yet.
        do
        {
            if (PostmasterFile.Serving(cluster) is not { } pid)
                continue;
            if (clock.GetElapsedTime(told) < StopMax)
                PostmasterFile.StopFast(pid);
            else
                PostmasterFile.Kill(pid);
        }
        while (await Task.WhenAny(watching, Task.Delay(Glance, clock)) != watching);
        await watching;
        stopping.Dispose();
    }

    private string SocketFolder =>
        cluster.Length <= SocketPathMax ? cluster : Path.Combine("/tmp", "risk-" + Mark(cluster));

    private static string Mark(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 6));

    // Below a home folder that is closed to others, the database's user could not reach its own files.
    private static string ClusterFolder(DataFolder data) => PostgresProgram.CanReach(data.In("postgres"))
        ? data.In("postgres")
        : Path.Combine("/var/lib/risk-suite", Mark(data.FullPath));

    private async Task CreateClusterAsync()
    {
        // Made aside and moved, so that there is never half a cluster.
        var aside = cluster + ".new";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        await PostgresProgram.HandOverAsync(aside);
        // The password comes in by the standard input: no other place is closed to everybody but both users.
        const string Line = """
            umask 077; cat >"$1/password" && initdb -D "$1/cluster" -U "$2" --pwfile="$1/password" -A scram-sha-256 \
                -E UTF8 --locale=C
            """;
        await program.RunAsync(Line, log, password + "\n", aside, Owner);
        if (Directory.Exists(cluster))
            Directory.Delete(cluster, recursive: true);
        Directory.Move(Path.Combine(aside, "cluster"), cluster);
        Directory.Delete(aside, recursive: true);
    }

    private async Task<Process> StartServerAsync()
    {
        if (SocketFolder != cluster && !Directory.Exists(SocketFolder))
        {
            Directory.CreateDirectory(
                SocketFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await PostgresProgram.HandOverAsync(SocketFolder);
        }
        const string Line = """
            exec postgres -D "$1" -c listen_addresses='' -c unix_socket_directories="$2" -c max_connections=150 \
                -c shared_buffers=96MB -c max_wal_size=2GB -c jit=off -c random_page_cost=1.1 \
                -c log_line_prefix='%m [%p] %a ' -c timezone=UTC
            """;
        var started = clock.GetTimestamp();
        while (true)
        {
            stopping.Token.ThrowIfCancellationRequested();
            if (PostmasterFile.Serving(cluster) is null)
                PostmasterFile.Remove(cluster);
            var process = program.Start(Line, log, cluster, SocketFolder);
            process.StandardInput.Close();
            while (!process.HasExited && clock.GetElapsedTime(started) < StartMax)
            {
                if (PostmasterFile.IsReady(cluster))
                    return process;
                await Task.Delay(Glance, clock);
            }
            // After a kill its processes need a moment to notice; until then a new server is refused their memory.
            if (clock.GetElapsedTime(started) >= StartMax)
                throw new StartException($"The private database does not start; the reason is at the end of {log}.");
            await Task.Delay(Glance * 10, clock);
        }
    }

    private async Task WatchAsync(Process process)
    {
        while (true)
        {
            await process.WaitForExitAsync();
            process.Dispose();
            if (stopping.IsCancellationRequested)
                return;
            LogDied(log);
            try
            {
                process = await StartServerAsync();
                LogBack();
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (StartException failed)
            {
                LogLost(failed);
                return;
            }
        }
    }

    /// <summary>
    /// A server that outlived a killed suite is stopped, so that this one runs with these options and is watched.
    /// </summary>
    private async Task EndLeftoverAsync()
    {
        var started = clock.GetTimestamp();
        while (PostmasterFile.Serving(cluster) is { } pid)
        {
            PostmasterFile.StopFast(pid);
            if (clock.GetElapsedTime(started) > StopMax)
                throw new StartException($"The private database of an earlier run (process {pid}) does not stop.");
            await Task.Delay(Glance, clock);
        }
    }

    private async Task CreateDatabaseAsync()
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres"));
        await using var exists = source.CreateCommand($"SELECT 1 FROM pg_database WHERE datname = '{Database}'");
        if (await exists.ExecuteScalarAsync() is not null)
            return;
        await using var create = source.CreateCommand($"CREATE DATABASE {Database}");
        await create.ExecuteNonQueryAsync();
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The private database died and is started again; its log is {Log}")]
    private partial void LogDied(string log);

    [LoggerMessage(Level = LogLevel.Information, Message = "The private database is back")]
    private partial void LogBack();

    [LoggerMessage(Level = LogLevel.Critical, Message = "The private database cannot be started again")]
    private partial void LogLost(Exception failed);
}
