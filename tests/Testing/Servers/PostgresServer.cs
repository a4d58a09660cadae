using Npgsql;

namespace Risk.Testing;

/// <summary>A Postgres server of the tests' own, or the one that RISK_TEST_POSTGRES names.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>A connection string of a superuser; tests/run.sh sets it for all test projects of a run.</summary>
    public const string Variable = "RISK_TEST_POSTGRES";

    private static readonly Lazy<Task<PostgresServer>> Shared = new(OpenSharedAsync);

    private readonly string? directory;
    private readonly bool durable;
    private ServerProcess? process;

    private PostgresServer(string connectionString, ServerProcess? process, string? directory, bool durable)
    {
        ConnectionString = connectionString;
        this.process = process;
        this.directory = directory;
        this.durable = durable;
    }

    /// <summary>Of a superuser, to the database postgres.</summary>
    public string ConnectionString { get; }

    /// <summary>One for all tests of the run. Never stop or kill it: start a private one for that.</summary>
    public static Task<PostgresServer> SharedAsync() => Shared.Value;

    /// <summary>A private server; durable ones (fsync on) are for benchmarks and for tests of what survives.</summary>
    public static async Task<PostgresServer> StartAsync(bool durable = false)
    {
        var data = ServerProcess.NewDirectory("postgres");
        var started = await ServerProcess.StartAsync("postgres", data, durable: durable);
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = started.Ports[0],
            Username = "postgres",
            Database = "postgres",
        };
        return new PostgresServer(address.ConnectionString, started, data, durable);
    }

    /// <summary>By SIGKILL, as a power cut would. The data stays.</summary>
    public async Task KillAsync() => await End(server => server.KillAsync());

    /// <summary>Orderly. The data stays.</summary>
    public async Task StopAsync() => await End(server => server.StopAsync());

    /// <summary>On the same port and data as before.</summary>
    public async Task StartAgainAsync()
    {
        if (process is not null)
            throw new InvalidOperationException("The server is running: stop or kill it first.");
        var port = new NpgsqlConnectionStringBuilder(ConnectionString).Port;
        process = await ServerProcess.StartAsync("postgres", OwnDirectory, port, durable);
    }

    public async ValueTask DisposeAsync()
    {
        if (directory is null)
            return;
        if (process is null)
            await StartAgainAsync();
        await End(server => server.RemoveAsync());
    }

    private string OwnDirectory =>
        directory ?? throw new InvalidOperationException($"The server of {Variable} is not the tests' own to stop.");

    private async Task End(Func<ServerProcess, Task> how)
    {
        _ = OwnDirectory;
        if (process is null)
            return;
        await how(process);
        process = null;
    }

    private static async Task<PostgresServer> OpenSharedAsync() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? new PostgresServer(named, process: null, directory: null, durable: true)
            : await StartAsync();
}
