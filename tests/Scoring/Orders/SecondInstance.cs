using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.Client;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Events;
using Risk.Testing;

namespace Risk.Scoring.Tests.Orders;

/// <summary>Another process of the service, as far as the database can tell.</summary>
internal sealed class SecondInstance : IAsyncDisposable
{
    private readonly string keyFile = Path.Combine(Path.GetTempPath(), $"risk-key-{Guid.CreateVersion7():n}");
    private SharedBus? bus;
    private WebApplication? app;

    public RiskClient Client { get; private set; } = null!;

    public static async Task<SecondInstance> StartAsync(
        ServiceFixture<ScoringService> first, TimeProvider? clock = null)
    {
        var instance = new SecondInstance { bus = await SharedBus.StartAsync() };
        await File.WriteAllTextAsync(instance.keyFile, first.ApiKey);
        instance.app = ServiceHost.Build<ScoringService>([], builder => instance.Configure(builder, first, clock));
        await instance.app.StartAsync();
        instance.Client = instance.ClientWith(first.ApiKey);
        return instance;
    }

    public RiskClient ClientWith(string apiKey) =>
        new(new RiskClientOptions { Address = new Uri(app!.Urls.First()), ApiKey = apiKey });

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app!.StopAsync();
        await app.DisposeAsync();
        await bus!.DisposeAsync();
        File.Delete(keyFile);
    }

    private void Configure(
        WebApplicationBuilder builder, ServiceFixture<ScoringService> first, TimeProvider? clock)
    {
        var owner = new NpgsqlConnectionStringBuilder(first.Database.ConnectionString) { SearchPath = null };
        var runtime = new NpgsqlConnectionStringBuilder(owner.ConnectionString)
        {
            Username = "scoring_runtime",
            Password = "scoring_runtime",
        };
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Owner"] = owner.ConnectionString,
            ["Database:Runtime"] = runtime.ConnectionString,
            ["Http:Address"] = "127.0.0.1",
            ["Http:Port"] = "0",
            ["Identity:BootstrapKeyFile"] = keyFile,
            ["Rescoring:QuietMilliseconds"] = "600000",
            ["Rescoring:DelayMaxMilliseconds"] = "600000",
            ["Logging:Console:LogLevel:Default"] = "None",
        });
        builder.Services.AddSingleton(clock ?? first.Clock);
        builder.AddEventTransport(bus!);
    }
}
