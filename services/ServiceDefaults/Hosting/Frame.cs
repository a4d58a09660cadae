using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Requests.Idempotency;
using Risk.ServiceDefaults.Storage;
using Risk.ServiceDefaults.Telemetry;

namespace Risk.ServiceDefaults.Hosting;

/// <summary>What every service gets, in the order in which a call passes through it.</summary>
internal static class Frame
{
    public static void AddFrame(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        var http = AddHosting(builder);
        AddTelemetry(builder);
        AddIdentity(builder);
        AddRequests(builder, http);
    }

    public static void MapFrame(this WebApplication app)
    {
        BelieveProxies(app);
        app.UseRouting();
        app.UseRequestTimeouts();
        app.Use((http, next) => CallLimits.ApplyAsync(http, next));
        app.Use((http, next) => http.RequestServices.GetRequiredService<Admission>().ApplyAsync(http, next));
        app.Use((http, next) => OperatorPages.GuardAsync(http, next));
        app.MapOperatorPages();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
    }

    /// <summary>Callers behind a trusted proxy are told apart by the addresses that it gives.</summary>
    private static void BelieveProxies(WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<HttpSettings>().ProxyNetworks.ToList();
        if (proxies.Count == 0)
            return;
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        foreach (var network in proxies)
            options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(network));
        app.UseForwardedHeaders(options);
    }

    private static HttpSettings AddHosting(WebApplicationBuilder builder)
    {
        var http = builder.AddSettings<HttpSettings>();
        if (!http.Faults().Any())
            builder.ListenWithLimits(http);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(http.StopSeconds));
        builder.Services.AddRequestTimeouts(o => o.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = TimeSpan.FromSeconds(http.RequestTimeoutSeconds),
        });
        builder.Services.AddSingleton<Readiness>();
        return http;
    }

    private static void AddTelemetry(WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<TelemetrySettings>();
        var service = builder.Service();
        _ = MetricsPage.OfProcess;
        builder.AddJsonLogs();
        if (settings.OtlpEndpoint.Length == 0 || settings.Faults().Any())
            return;
        builder.Logging.AddOpenTelemetry(o => o
            .SetResourceBuilder(TelemetryExport.Resource(service))
            .AddOtlpExporter(e => e.Endpoint = new Uri(settings.OtlpEndpoint)));
        if (settings.ExportsProcess)
            builder.Services.AddHostedService<TelemetryExport>();
    }

    private static void AddIdentity(WebApplicationBuilder builder)
    {
        builder.AddSettings<IdentitySettings>();
        builder.Services.AddSingleton<ServiceKey>();
        builder.Services.AddSingleton<KnownKeys>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<KnownKeys>());
        builder.Services.AddHostedService<WriteLastUse>();
        builder.Services.AddSingleton<KnownTokens>();
        builder.Services.AddSingleton<Recognition>();
        builder.Services.AddSingleton<Admission>();
        builder.Services.AddSingleton(p => new OpenStreams(
            p.GetRequiredService<Recognition>(), p.GetRequiredService<LimitsSettings>(),
            p.GetRequiredService<TimeProvider>()));
    }

    private static void AddRequests(WebApplicationBuilder builder, HttpSettings http)
    {
        builder.AddSettings<LimitsSettings>();
        builder.Services.TryAddSingleton<ConstraintRefusals>();
        builder.Services.AddSingleton<SqlRefusals>();
        builder.Services.AddHostedService<ForgetAnswers>();
        builder.Services.AddSingleton<ErrorInterceptor>();
        builder.Services.AddSingleton<IdentityInterceptor>();
        builder.Services.AddSingleton<IdempotencyInterceptor>();
        builder.Services.AddGrpc(o =>
        {
            o.MaxReceiveMessageSize = http.MessageBytesMax;
            o.Interceptors.Add<ErrorInterceptor>();
            o.Interceptors.Add<IdentityInterceptor>();
            o.Interceptors.Add<IdempotencyInterceptor>();
        }).AddJsonTranscoding(o =>
        {
            o.BodyBytesMax = http.BodyBytesMax;
            o.JsonBytesMax = http.JsonBytesMax;
            o.Deadline = TimeSpan.FromSeconds(http.RequestTimeoutSeconds);
        });
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks().AddCheck<ReadinessCheck>("ready");
    }
}
