using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;
using Risk.ServiceDefaults.Tests.Given;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.ServiceDefaults.Tests.Storage;

public sealed class MigrationsTests : IAsyncLifetime
{
    private readonly ServiceFixture<NotesService> notes = new();

    public Task InitializeAsync() => notes.InitializeAsync();

    public Task DisposeAsync() => notes.DisposeAsync();

    [Fact]
    public async Task A_file_that_was_changed_after_it_was_applied_stops_the_start_with_its_name()
    {
        await notes.SqlAsync("UPDATE schema_migrations SET sha256 = 'other' WHERE name = '0002_notes.sql'");

        var stopped = await Should.ThrowAsync<StartException>(notes.RestartAsync);

        stopped.Message.ShouldContain("0002_notes.sql");
    }

    [Fact]
    public async Task A_database_that_does_not_keep_characters_stops_the_start()
    {
        var name = $"bytes_{Guid.CreateVersion7():n}";
        await notes.SqlAsync($"CREATE DATABASE {name} ENCODING 'SQL_ASCII' TEMPLATE template0");
        var settings = notes.Services.GetRequiredService<DatabaseSettings>();
        var elsewhere = new NpgsqlConnectionStringBuilder(settings.Owner) { Database = name };
        var migrations = new Migrations(settings with { Owner = elsewhere.ConnectionString },
            notes.Services.GetRequiredService<ServiceInfo>(), TimeProvider.System, NullLogger<Migrations>.Instance);

        var stopped = await Should.ThrowAsync<StartException>(() => migrations.StartingAsync(default));

        await notes.SqlAsync($"DROP DATABASE {name}");
        stopped.Message.ShouldContain("SQL_ASCII");
        stopped.Message.ShouldContain("UTF8");
    }

    [Fact]
    public async Task An_owner_without_rights_on_the_server_migrates_the_schema_that_was_made_for_it()
    {
        var (name, owner) = ($"made_{Guid.CreateVersion7():n}", $"owner_{Guid.CreateVersion7():n}");
        await notes.SqlAsync($"CREATE ROLE {owner} LOGIN PASSWORD 'x'");
        await notes.SqlAsync($"CREATE DATABASE {name} TEMPLATE template0");
        var settings = notes.Services.GetRequiredService<DatabaseSettings>();
        var database = new NpgsqlConnectionStringBuilder(settings.Owner) { Database = name, Pooling = false };
        await RunAsync(database.ConnectionString,
            $"CREATE SCHEMA notes AUTHORIZATION {owner}; REVOKE ALL ON SCHEMA public FROM PUBLIC");
        database.Username = owner;
        database.Password = "x";
        var runtime = new NpgsqlConnectionStringBuilder(settings.Runtime) { Database = name, Pooling = false };
        var migrations = new Migrations(
            settings with { Owner = database.ConnectionString, Runtime = runtime.ConnectionString },
            notes.Services.GetRequiredService<ServiceInfo>(), TimeProvider.System, NullLogger<Migrations>.Instance);

        await migrations.StartingAsync(default);

        await RunAsync(runtime.ConnectionString, "INSERT INTO notes.notes (title, text) VALUES ('x', 'y')");
        await notes.SqlAsync($"DROP DATABASE {name}");
        await notes.SqlAsync($"DROP ROLE {owner}");
    }

    [Fact]
    public async Task A_start_waits_for_another_that_migrates_however_long_it_takes()
    {
        await using var other = await notes.Database.OpenConnectionAsync();
        await using var take = new NpgsqlCommand(
            "SELECT pg_advisory_lock(hashtext('risk.migrations'), hashtext('notes'))", other);
        await take.ExecuteNonQueryAsync();
        using var log = new TestLog();
        using var logs = LoggerFactory.Create(logging => logging.AddProvider(log));
        var migrations = new Migrations(notes.Services.GetRequiredService<DatabaseSettings>(),
            notes.Services.GetRequiredService<ServiceInfo>(), TimeProvider.System, logs.CreateLogger<Migrations>());
        var starting = migrations.StartingAsync(default);
        await ServiceFixture<NotesService>.UntilAsync(() => Task.FromResult(log.Lines.Any(line =>
            line.Contains("another instance migrates", StringComparison.Ordinal))), "it waits");
        starting.IsCompleted.ShouldBeFalse();

        await using var free = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", other);
        await free.ExecuteNonQueryAsync();

        await starting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_schema_that_is_newer_than_the_program_is_told_of()
    {
        await notes.SqlAsync("INSERT INTO schema_migrations (name, sha256) VALUES ('9999_to_come.sql', 'x')");

        await notes.RestartAsync();

        notes.Log.Lines.ShouldContain(line => line.Contains("9999_to_come.sql", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_start_on_a_migrated_database_applies_nothing()
    {
        var before = await notes.SqlAsync<DateTime>("SELECT max(applied_at) FROM schema_migrations");
        await notes.RestartAsync();

        (await notes.SqlAsync<DateTime>("SELECT max(applied_at) FROM schema_migrations")).ShouldBe(before);
    }

    [Theory]
    [InlineData("CREATE TABLE own (id int)")]
    [InlineData("DROP TABLE notes")]
    [InlineData("ALTER TABLE notes ADD COLUMN more text")]
    [InlineData("TRUNCATE notes")]
    [InlineData("UPDATE audit_entries SET action = 'other'")]
    [InlineData("DELETE FROM audit_entries")]
    [InlineData("DELETE FROM audit_links")]
    [InlineData("DELETE FROM schema_migrations")]
    [InlineData("SELECT * FROM elsewhere.secrets")]
    public async Task The_runtime_role_may_not(string sql)
    {
        await notes.SqlAsync(
            "CREATE SCHEMA IF NOT EXISTS elsewhere; CREATE TABLE IF NOT EXISTS elsewhere.secrets (id int)");
        await using var runtime = Runtime();
        await using var command = runtime.CreateCommand(sql);

        var refused = await Should.ThrowAsync<PostgresException>(async () => await command.ExecuteNonQueryAsync());

        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("outbox")]
    [InlineData("outbox_numbers")]
    public async Task The_runtime_role_may_neither_change_nor_delete_a_month_of_the_log(string log)
    {
        var month = await notes.SqlAsync<string>($"SELECT '{log}_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMM')");
        await using var runtime = Runtime();
        foreach (var sql in (string[])[$"DELETE FROM {month}", $"UPDATE {month} SET xid = '0'"])
        {
            await using var command = runtime.CreateCommand(sql);
            (await Should.ThrowAsync<PostgresException>(async () => await command.ExecuteNonQueryAsync()))
                .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    [Fact]
    public async Task A_right_on_the_log_that_an_earlier_version_gave_is_taken_back_at_the_next_start()
    {
        var month = await notes.SqlAsync<string>("SELECT 'outbox_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMM')");
        await notes.SqlAsync($"GRANT DELETE ON {month} TO notes_runtime");

        await notes.RestartAsync();

        (await notes.SqlAsync<bool>("SELECT has_table_privilege('notes_runtime', $1, 'DELETE')", month))
            .ShouldBeFalse();
    }

    [Fact]
    public async Task The_runtime_role_works_on_the_rows_of_its_tables()
    {
        await using var runtime = Runtime();
        await using var command = runtime.CreateCommand(
            """
            INSERT INTO notes (title, text) VALUES ('x', 'y');
            UPDATE notes SET text = 'z' WHERE title = 'x';
            DELETE FROM notes WHERE title = 'x'
            """);

        (await command.ExecuteNonQueryAsync()).ShouldBe(3);
    }

    private static async Task RunAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private NpgsqlDataSource Runtime() => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(notes.Database.ConnectionString)
        {
            Username = "notes_runtime",
            Password = "notes_runtime",
        });
}
