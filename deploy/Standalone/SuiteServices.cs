using Microsoft.AspNetCore.Hosting.Server;
using Npgsql;
using Risk.Alerting;
using Risk.Intake;
using Risk.Monitoring;
using Risk.Scoring;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Events;
using Risk.Standalone.Routing;

namespace Risk.Standalone;

/// <summary>The services of the suite, each with a container, a schema and a role of its own.</summary>
internal sealed class SuiteServices(string[] args, string owner, DataFolder data, SharedBus? bus)
{
    private static readonly string[] Producers =
        [IntakeService.Name, ScoringService.Name, MonitoringService.Name, AlertingService.Name];

    /// <summary>Where the suite serves: with a broker between them, services read each other's logs there.</summary>
    public required Uri Address { get; init; }

    public IReadOnlyList<Func<(WebApplication App, InnerServer Server)>> Builders =>
        [Build<IntakeService>, Build<ScoringService>, Build<MonitoringService>, Build<AlertingService>];

    private (WebApplication App, InnerServer Server) Build<T>() where T : IRiskService
    {
        var server = new InnerServer();
        var app = ServiceHost.Build<T>(args, builder =>
        {
            builder.Configuration.AddInMemoryCollection(Settings(T.Name));
            builder.Services.AddSingleton<IServer>(server);
            builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
            if (bus is not null)
                builder.AddEventTransport(bus);
        });
        return (app, server);
    }

    private IEnumerable<KeyValuePair<string, string?>> Settings(string service) =>
    [
        new("Database:Owner", owner),
        new("Database:Runtime", new NpgsqlConnectionStringBuilder(owner)
        {
            Username = "risk_" + service,
            Password = data.Secret("runtime.key"),
        }.ConnectionString),
        new("Identity:BootstrapKeyFile", data.In(Suite.KeyFile)),
        new("Audit:HeadsFile", data.In($"heads.{service}.jsonl")),
        new("Webhooks:KeyFile", data.In("webhooks.key")),
        new("Webhooks:MakeKeyFile", "true"),
        new("Telemetry:ExportsProcess", "false"),
        .. Producers.Select(name => KeyValuePair.Create<string, string?>($"Producers:{name}:Address", $"{Address}")),
    ];
}
