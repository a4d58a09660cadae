using Microsoft.AspNetCore.Hosting.Server;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Telemetry;
using Risk.Standalone.Routing;

namespace Risk.Standalone;

/// <summary>Kestrel on the suite's port, and the pages of the suite as a whole.</summary>
internal sealed class Front
{
    private Front(WebApplication app, InnerServer inner, IServer kestrel)
    {
        App = app;
        Inner = inner;
        Kestrel = kestrel;
    }

    public WebApplication App { get; }

    public InnerServer Inner { get; }

    public IServer Kestrel { get; }

    public required StandaloneSettings Settings { get; init; }

    public required HttpSettings Http { get; init; }

    /// <summary>
    /// Connection string of the owner of a database elsewhere; without it the suite has one of its own.
    /// </summary>
    public required string? DatabaseOwner { get; init; }

    /// <summary>Whether a broker is named, over which outsiders can hear the events too.</summary>
    public required bool HasBroker { get; init; }

    public static Front Build(string[] args, Func<IReadOnlyList<WebApplication>> services)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        // Not for other machines unless somebody says so: the suite in one process is for trying and for small places.
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = [new("Http:Address", "127.0.0.1")],
        });
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddJsonLogs();
        builder.Configuration.AddEnvironmentVariables("RISK__");
        builder.Configuration.AddCommandLine(args);
        var faults = new List<string>();
        var settings = ServiceDefaults.Hosting.Settings.Read<StandaloneSettings>(builder.Configuration, faults);
        var http = ServiceDefaults.Hosting.Settings.Read<HttpSettings>(builder.Configuration, faults);
        if (faults.Count > 0)
            throw new SettingsException(faults);
        builder.ListenWithLimits(http);
        var inner = new InnerServer();
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        var kestrel = builder.Services.Last(d => d.ServiceType == typeof(IServer));
        builder.Services.Remove(kestrel);
        builder.Services.AddSingleton(kestrel.ImplementationType!);
        builder.Services.AddSingleton<IServer>(inner);
        var app = builder.Build();
        FrontPages.Map(app, services);
        return new(app, inner, (IServer)app.Services.GetRequiredService(kestrel.ImplementationType!))
        {
            Settings = settings,
            Http = http,
            DatabaseOwner = builder.Configuration["Database:Owner"],
            HasBroker = builder.Configuration["Broker:Uri"] is { Length: > 0 },
        };
    }
}
