using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Storage;

/// <summary>
/// Brings the service's schema up to date before anything else starts: files not yet applied, in order, each in its own
/// transaction, one process at a time.
/// </summary>
internal sealed partial class Migrations(
    DatabaseSettings settings, ServiceInfo service, TimeProvider clock, ILogger<Migrations> logger)
    : IHostedLifecycleService, IReadiness
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(250);

    // Every ten seconds.
    private const int WaitsTold = 40;
    private volatile bool done;

    public string Name => "migrations";

    public ValueTask<string?> ReasonNotReadyAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(done ? null : "not applied yet");

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var source = OwnerSource();
        await using var owner = await ConnectAsync(source, cancellationToken);
        RefuseOtherEncodings(owner);
        await TakeTurnAsync(owner, cancellationToken);
        await owner.RunAsync($"SET lock_timeout = '{(int)PatienceMax.TotalSeconds}s'", cancellationToken);
        // Not IF NOT EXISTS: that asks for the right to create schemas even where the schema is there.
        if (!await owner.ReadAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", cancellationToken, service.Name))
        {
            await owner.RunAsync($"CREATE SCHEMA \"{service.Name}\"", cancellationToken);
        }
        await owner.RunAsync(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """, cancellationToken);
        var applied = await ApplyAsync(owner, cancellationToken);
        var runtime = new RuntimeRole(settings.RuntimeConnection, service.Name);
        await runtime.EnsureAsync(owner, applied > 0, cancellationToken);
        done = true;
    }

    /// <summary>Another instance that migrates is waited for as long as it takes.</summary>
    private async Task TakeTurnAsync(NpgsqlConnection owner, CancellationToken cancellation)
    {
        const string Take = "SELECT pg_try_advisory_lock(hashtext('risk.migrations'), hashtext($1))";
        for (var waits = 0; !await owner.ReadAsync<bool>(Take, cancellation, service.Name); waits++)
        {
            if (waits % WaitsTold == 0)
                LogOtherMigrates(service.Name);
            await Task.Delay(TryAgainAfter, clock, cancellation);
        }
    }

    /// <summary>In SQL_ASCII, which a cluster made without a locale has, names are not characters but bytes.</summary>
    private void RefuseOtherEncodings(NpgsqlConnection owner)
    {
        var encoding = owner.PostgresParameters["server_encoding"];
        if (!encoding.Equals("UTF8", StringComparison.Ordinal))
        {
            throw new StartException($"The database of Database:Owner ({Where()}) has the encoding {encoding}; it must "
                + "be UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.");
        }
    }

    private async Task<int> ApplyAsync(NpgsqlConnection owner, CancellationToken cancellation)
    {
        var known = await KnownAsync(owner, cancellation);
        var applied = 0;
        var files = MigrationFile.Of(service.Assembly);
        string[] unknown = [.. known.Keys.Except(files.Select(f => f.Name), StringComparer.Ordinal)];
        if (unknown.Length > 0)
            LogNewerSchema(service.Name, string.Join(", ", unknown));
        foreach (var file in files)
        {
            if (!known.TryGetValue(file.Name, out var sha256))
            {
                await ApplyAsync(owner, file, cancellation);
                applied++;
            }
            else if (!sha256.Equals(file.Sha256, StringComparison.Ordinal))
            {
                throw new StartException($"Migration {file.Name} of {service.Name} was changed after it was applied. "
                    + "Applied files stay as they are; write a new one.");
            }
        }
        return applied;
    }

    private async Task ApplyAsync(NpgsqlConnection owner, MigrationFile file, CancellationToken cancellation)
    {
        await using var transaction = await owner.BeginTransactionAsync(cancellation);
        try
        {
            await owner.RunAsync(file.Sql, cancellation);
        }
        catch (PostgresException wrong)
        {
            throw new StartException($"Migration {file.Name} of {service.Name} failed: {wrong.MessageText}", wrong);
        }
        await owner.RunAsync("INSERT INTO schema_migrations (name, sha256) VALUES ($1, $2)",
            cancellation, file.Name, file.Sha256);
        await transaction.CommitAsync(cancellation);
        LogApplied(service.Name, file.Name);
    }

    private static async Task<Dictionary<string, string>> KnownAsync(
        NpgsqlConnection owner, CancellationToken cancellation)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand("SELECT name, sha256 FROM schema_migrations", owner);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            known[rows.GetString(0)] = rows.GetString(1);
        return known;
    }

    /// <summary>A database that is just starting is waited for; a wrong password or name is not.</summary>
    private async Task<NpgsqlConnection> ConnectAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        for (var started = clock.GetTimestamp(); ;)
        {
            try
            {
                return await source.OpenConnectionAsync(cancellation);
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                var worthWaiting = failed.IsPassing() && !failed.IsRefusedLogin();
                if (!worthWaiting || clock.GetElapsedTime(started) > PatienceMax)
                {
                    throw new StartException(
                        $"The database of Database:Owner ({Where()}) cannot be used: "
                        + failed.Message,
                        failed);
                }
                LogWaiting(Where(), failed.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), clock, cancellation);
            }
        }
    }

    private string Where()
    {
        var owner = new NpgsqlConnectionStringBuilder(settings.Owner);
        return $"{owner.Host}, {owner.Database}";
    }

    private NpgsqlDataSource OwnerSource()
    {
        var text = new NpgsqlConnectionStringBuilder(settings.OwnerConnection)
        {
            SearchPath = service.Name,
            ApplicationName = $"risk-{service.Name}-migrations",
            Pooling = false,
            Timeout = 5,
            CommandTimeout = 0,
        };
        return new NpgsqlDataSourceBuilder(text.ConnectionString) { Name = service.Name + "-migrations" }.Build();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service}: applied {Migration}")]
    private partial void LogApplied(string service, string migration);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Service}: waiting while another instance migrates")]
    private partial void LogOtherMigrates(string service);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Service}: the schema is newer than this version, which does not know {Migrations}")]
    private partial void LogNewerSchema(string service, string migrations);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for the database at {Host}: {Reason}")]
    private partial void LogWaiting(string? host, string reason);
}
