using System.Net.Http.Headers;
using System.Reflection;
using System.Security.Cryptography;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.Client;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Xunit;

namespace Risk.Testing;

/// <summary>
/// One service, running on a free port with a database of its own: events come in by <see cref="DeliverAsync"/>, and
/// what it publishes is seen in its log. Derive from it where a class of tests needs other settings or a broker.
/// </summary>
public class ServiceFixture<TService> : IAsyncLifetime where TService : IRiskService
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(15);

    private readonly string keyFile = Path.Combine(Path.GetTempPath(), $"risk-key-{Guid.CreateVersion7():n}");
    private TestDatabase? database;
    private SharedBus? bus;
    private Uri? vhost;
    private WebApplication? app;
    private RiskClient? client;
    private HttpClient? http;

    /// <summary>Runs with real time; put it forward to let days pass.</summary>
    public ManualTimeProvider Clock { get; } = new();

    public TestLog Log { get; } = new();

    /// <summary>Holds every role.</summary>
    public string ApiKey { get; } = "rk_test_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public Uri Address => new(Started(app).Urls.First());

    /// <summary>Calls gRPC with <see cref="ApiKey"/>.</summary>
    public RiskClient Client => Started(client);

    /// <summary>Calls REST with <see cref="ApiKey"/>; addresses are relative to the service's.</summary>
    public HttpClient Http => Started(http);

    public IServiceProvider Services => Started(app).Services;

    /// <summary>As a superuser, with the service's schema as the search path.</summary>
    public NpgsqlDataSource Database { get; private set; } = null!;

    /// <summary>Whether events go through a real RabbitMQ, in a virtual host of the fixture's own.</summary>
    protected virtual bool UsesRabbit => false;

    /// <summary>Settings and registrations of the derived fixture: they hold over the service's own.</summary>
    protected virtual void Configure(WebApplicationBuilder builder)
    {
    }

    public virtual async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(keyFile, ApiKey);
        var postgres = await PostgresServer.SharedAsync();
        if (UsesRabbit)
            vhost = await (await RabbitServer.SharedAsync()).AddVhostAsync();
        else
            bus = await SharedBus.StartAsync();
        database = await TestDatabase.CloneAsync(postgres, TemplateName(), MigrateAsync);
        Database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = TService.Name });
        await StartAsync();
    }

    public virtual async Task DisposeAsync()
    {
        await StopAsync();
        if (bus is not null)
            await bus.DisposeAsync();
        if (vhost is not null)
            await (await RabbitServer.SharedAsync()).RemoveVhostAsync(vhost);
        if (Database is not null)
            await Database.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        File.Delete(keyFile);
    }

    /// <summary>Stops the service and starts it again on the same database and bus, as after a deployment.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>A gRPC client with another key, or with none.</summary>
    public RiskClient ClientWith(string? apiKey, string language = "en") =>
        new(new RiskClientOptions { Address = Address, ApiKey = apiKey, Language = language, RetriesMax = 0 });

    /// <summary>
    /// Gives the service an event as if it came from the bus, next in its partition; answers its position.
    /// </summary>
    public async Task<string> DeliverAsync(string producer, string subject, IMessage fact) =>
        await Services.GetRequiredService<EventInbox>().ApplyAsync(producer, subject, fact);

    /// <summary>What the service has written to its event log, oldest first.</summary>
    public async Task<IReadOnlyList<PublishedEvent>> PublishedEventsAsync()
    {
        await using var command = Database.CreateCommand(
            "SELECT type, subject, time, body FROM outbox ORDER BY xid, row_id");
        await using var rows = await command.ExecuteReaderAsync();
        var events = new List<PublishedEvent>();
        while (await rows.ReadAsync())
        {
            events.Add(new PublishedEvent(rows.GetString(0), rows.GetString(1),
                rows.GetFieldValue<DateTimeOffset>(2), rows.GetFieldValue<byte[]>(3)));
        }
        return events;
    }

    /// <summary>
    /// The facts of one kind that the service has published, oldest first; of one subject when given.
    /// </summary>
    public async Task<IReadOnlyList<T>> PublishedAsync<T>(string? subject = null)
        where T : class, IMessage<T>, new()
    {
        var type = EventType.Of(new T().Descriptor).Name;
        return [.. (await PublishedEventsAsync())
            .Where(e => e.Type == type && (subject is null || e.Subject == subject))
            .Select(e => e.As<T>())];
    }

    /// <summary>The first column of the first row; parameters are $1, $2 and so on.</summary>
    public async Task<T> SqlAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? (T)value : default!;
    }

    /// <summary>Answers how many rows were changed; done again as the victim of a deadlock with the service.</summary>
    public async Task<int> SqlAsync(string sql, params object[] parameters)
    {
        try
        {
            await using var command = Command(sql, parameters);
            return await command.ExecuteNonQueryAsync();
        }
        catch (PostgresException victim) when (victim.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            return await SqlAsync(sql, parameters);
        }
    }

    /// <summary>Looks again until it holds, for what happens behind the answer of a call.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var patience = new CancellationTokenSource(WaitMax);
        while (!await holds())
        {
            Assert.False(patience.IsCancellationRequested, $"It did not come within {WaitMax.TotalSeconds} s: {what}");
            await Task.Delay(20);
        }
    }

    private async Task StartAsync()
    {
        app = Build(Started(database).ConnectionString);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await app.StartAsync();
        client = ClientWith(ApiKey);
        http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ApiKey);
    }

    private async Task StopAsync()
    {
        client?.Dispose();
        http?.Dispose();
        if (app is null)
            return;
        await app.StopAsync();
        await app.DisposeAsync();
        app = null;
    }

    private WebApplication Build(string connection) => ServiceHost.Build<TService>([], builder =>
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Owner"] = connection,
            ["Database:Runtime"] = RuntimeRole(connection),
            ["Database:ConnectionsMax"] = "20",
            ["Http:Address"] = "127.0.0.1",
            ["Http:Port"] = "0",
            ["Http:StopSeconds"] = "5",
            ["Identity:BootstrapKeyFile"] = keyFile,
            ["Broker:Uri"] = vhost?.ToString(),
            ["Logging:Console:LogLevel:Default"] = "None",
        });
        builder.Services.AddSingleton<TimeProvider>(Clock);
        if (bus is not null)
            builder.AddEventTransport(bus);
        Configure(builder);
    });

    /// <summary>Only the migrations run against the template: nothing else may have touched what is cloned.</summary>
    private async Task MigrateAsync(string connection)
    {
        await using var once = Build(connection);
        var migrations = once.Services.GetServices<IHostedService>()
            .Single(service => service is IReadiness { Name: "migrations" });
        await ((IHostedLifecycleService)migrations).StartingAsync(CancellationToken.None);
    }

    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = Database.CreateCommand(sql);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private static string RuntimeRole(string connection) =>
        new NpgsqlConnectionStringBuilder(connection)
        {
            Username = $"{TService.Name}_runtime",
            Password = $"{TService.Name}_runtime",
        }.ConnectionString;

    /// <summary>
    /// Changes with every build of the service or the frame, so that a kept server never gives an old schema.
    /// </summary>
    private static string TemplateName()
    {
        var builds = new[] { typeof(TService).Assembly, typeof(ServiceHost).Assembly };
        var hash = SHA256.HashData([.. builds.SelectMany(Build)]);
        return $"template_{TService.Name}_{Convert.ToHexStringLower(hash)[..12]}";

        static byte[] Build(Assembly assembly) => assembly.ManifestModule.ModuleVersionId.ToByteArray();
    }

    private static T Started<T>(T? part) where T : class =>
        part ?? throw new InvalidOperationException("The fixture has not been started.");
}
