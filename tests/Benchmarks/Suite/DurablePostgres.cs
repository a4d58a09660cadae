using Risk.Testing;

namespace Risk.Benchmarks.Suite;

/// <summary>
/// One Postgres server with fsync on, for all benchmarks of a run: the fixtures find it as the tests' own.
/// </summary>
internal static class DurablePostgres
{
    private static readonly Lazy<Task<PostgresServer>> Started = new(async () =>
    {
        var server = await PostgresServer.StartAsync(durable: true);
        Environment.SetEnvironmentVariable(PostgresServer.Variable, server.ConnectionString);
        return server;
    });

    public static Task<PostgresServer> SharedAsync() => Started.Value;

    public static async Task StopAsync()
    {
        if (Started.IsValueCreated)
            await (await Started.Value).DisposeAsync();
    }
}
