using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.Intake.V1;
using Risk.ServiceDefaults.Events;
using Risk.Testing;
using Shouldly;

namespace Risk.ServiceDefaults.Tests.Events;

/// <summary>
/// A service that tells and a service that hears, any number of instances of each, on one database and one bus.
/// </summary>
internal sealed class Suite : IAsyncDisposable
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(90);

    private readonly string directory = Directory.CreateTempSubdirectory("risk-suite-").FullName;
    private readonly List<WebApplication> apps = [];
    private readonly TestDatabase database;
    private SharedBus? shared;
    private Uri? vhost;
    private string? tellingAddress;

    private Suite(TestDatabase database)
    {
        this.database = database;
        Database = NpgsqlDataSource.Create(database.ConnectionString);
        File.WriteAllText(KeyFile, "rk_suite_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
    }

    public TestLog Log { get; } = new();

    /// <summary>As a superuser.</summary>
    public NpgsqlDataSource Database { get; }

    public Uri Vhost => vhost.ShouldNotBeNull();

    public WebApplication Telling { get; private set; } = null!;

    public WebApplication Hearing { get; private set; } = null!;

    public string HeadsFile => Path.Combine(directory, "heads.jsonl");

    /// <summary>What comes between a service and its bus.</summary>
    public Action<IServiceCollection>? Tampering { get; init; }

    private string KeyFile => Path.Combine(directory, "key");

    /// <summary>On the in-memory bus, one instance of each service.</summary>
    public static async Task<Suite> InMemoryAsync()
    {
        var suite = new Suite(await TestDatabase.CreateAsync(await PostgresServer.SharedAsync()))
        {
            shared = await SharedBus.StartAsync(),
        };
        await suite.TellAsync();
        await suite.HearAsync();
        return suite;
    }

    /// <summary>On RabbitMQ; nothing is started yet.</summary>
    public static async Task<Suite> OnRabbitAsync(RabbitServer broker, Action<IServiceCollection>? tampering = null) =>
        new(await TestDatabase.CreateAsync(await PostgresServer.SharedAsync()))
        {
            vhost = await broker.AddVhostAsync(),
            Tampering = tampering,
        };

    /// <summary>On RabbitMQ, one instance of each service.</summary>
    public static async Task<Suite> OnRabbitAsync()
    {
        var suite = await OnRabbitAsync(await RabbitServer.SharedAsync());
        await suite.TellAsync();
        await suite.HearAsync();
        return suite;
    }

    public async Task<WebApplication> TellAsync()
    {
        Telling = await StartAsync<TellingService>();
        tellingAddress = Telling.Urls.First();
        return Telling;
    }

    public async Task<WebApplication> HearAsync() => Hearing = await StartAsync<HearingService>();

    public async Task StopAsync(WebApplication app)
    {
        apps.Remove(app);
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Tells in a transaction of its own that a customer was registered, and answers the position.</summary>
    public async Task<string> TellAsync(string subject, string name, WebApplication? by = null)
    {
        await using var scope = (by ?? Telling).Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        outbox.Add(subject, Fact(name));
        await scope.ServiceProvider.GetRequiredService<TestDb>().SaveChangesAsync();
        return outbox.Position;
    }

    public static CustomerRegistered Fact(string name) => new() { Customer = new Customer { LegalName = name } };

    /// <summary>What was handled, in its order.</summary>
    public async Task<List<Handled>> HandledAsync()
    {
        await using var scope = Hearing.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TestDb>();
        return [.. db.Handled.OrderBy(h => h.Id)];
    }

    public async Task<List<Handled>> HandledAsync(int count)
    {
        await UntilAsync($"{count} events are handled", async () =>
            await SqlAsync<long>("select count(*) from scoring.handled") >= count);
        return await HandledAsync();
    }

    public async Task<T> SqlAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task SqlAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(WaitMax);
        while (!await holds())
        {
            if (patience.IsCancellationRequested)
                throw new ShouldAssertException(
                    $"Not within {WaitMax}: {what}\n{string.Join('\n', Log.Lines.TakeLast(40))}");
            await Task.Delay(10);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in apps.ToArray())
            await StopAsync(app);
        if (shared is not null)
            await shared.DisposeAsync();
        await Database.DisposeAsync();
        await database.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task<WebApplication> StartAsync<T>() where T : IRiskService
    {
        var app = ServiceHost.Build<T>([], Configure<T>);
        apps.Add(app);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await app.StartAsync();
        return app;
    }

    private void Configure<T>(WebApplicationBuilder builder) where T : IRiskService
    {
        var runtime = new NpgsqlConnectionStringBuilder(database.ConnectionString)
        {
            Username = T.Name + "_runtime",
            Password = "runtime",
        };
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Owner"] = database.ConnectionString,
            ["Database:Runtime"] = runtime.ConnectionString,
            ["Database:ConnectionsMax"] = "30",
            ["Http:Address"] = "127.0.0.1",
            ["Http:Port"] = "0",
            ["Http:StopSeconds"] = "5",
            ["Identity:BootstrapKeyFile"] = KeyFile,
            ["Broker:Uri"] = vhost?.ToString(),
            ["Producers:intake:Address"] = tellingAddress,
            ["Audit:HeadsFile"] = string.Equals(T.Name, TellingService.Name, StringComparison.Ordinal) ? HeadsFile : "",
        });
        if (shared is not null)
            builder.AddEventTransport(shared);
        Tampering?.Invoke(builder.Services);
    }
}
