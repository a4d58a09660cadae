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
internal sealed class SuiteServices(string[] args, string owner, DataFolder data, SharedBus bus)
{
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
            builder.AddEventTransport(bus);
        });
        return (app, server);
    }

    private Dictionary<string, string?> Settings(string service) => new(StringComparer.Ordinal)
    {
        ["Database:Owner"] = owner,
        ["Database:Runtime"] = new NpgsqlConnectionStringBuilder(owner)
        {
            Username = "risk_" + service,
            Password = data.Secret("runtime.key"),
        }.ConnectionString,
        ["Identity:BootstrapKeyFile"] = data.In(Suite.KeyFile),
        ["Audit:HeadsFile"] = data.In($"heads.{service}.jsonl"),
        ["Webhooks:KeyFile"] = data.In("webhooks.key"),
        ["Telemetry:ExportsProcess"] = "false",
    };
}
