using Npgsql;

namespace Risk.Testing;

/// <summary>A database of one test class, cloned from a template that is migrated once in a run.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string server;
    private readonly string name;

    private TestDatabase(string server, string name)
    {
        this.server = server;
        this.name = name;
    }

    /// <summary>Of a superuser, to this database.</summary>
    public string ConnectionString => To(server, name);

    public static async Task<TestDatabase> CreateAsync(PostgresServer postgres)
    {
        var database = new TestDatabase(postgres.ConnectionString, NewName());
        await ExecuteAsync(postgres.ConnectionString, $"CREATE DATABASE {database.name}");
        return database;
    }

    /// <summary>
    /// The template is called after <paramref name="template"/>, which must change when the migrations do,
    /// and is made by <paramref name="migrate"/> unless another test project of the run has made it.
    /// </summary>
    public static async Task<TestDatabase> CloneAsync(
        PostgresServer postgres, string template, Func<string, Task> migrate)
    {
        var database = new TestDatabase(postgres.ConnectionString, NewName());
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, "SELECT pg_advisory_lock(hashtext('templates'))");
        if (!await IsReadyAsync(connection, template))
        {
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {template} WITH (FORCE)");
            await ExecuteAsync(connection, $"CREATE DATABASE {template}");
            await migrate(To(postgres.ConnectionString, template));
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(connection, $"ALTER DATABASE {template} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true");
        }
        await ExecuteAsync(connection, $"CREATE DATABASE {database.name} TEMPLATE {template}");
        return database;
    }

    public async ValueTask DisposeAsync() =>
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static string NewName() => $"test_{Guid.CreateVersion7():n}";

    private static string To(string server, string database) =>
        new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    private static async Task<bool> IsReadyAsync(NpgsqlConnection connection, string template)
    {
        await using var command = new NpgsqlCommand(
            "SELECT 1 FROM pg_database WHERE datname = $1 AND NOT datallowconn", connection);
        command.Parameters.AddWithValue(template);
        return await command.ExecuteScalarAsync() is not null;
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var connection = await source.OpenConnectionAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
