using System.Net;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Risk.Alerting.Alerts;
using Risk.Alerting.Operations;
using Risk.Alerting.Storage;
using Risk.Alerting.Subscriptions;
using Risk.Alerting.Webhooks;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting;

/// <summary>Tells people and programs what has happened to a customer, and keeps what they do about it.</summary>
public sealed class AlertingService : IRiskService
{
    public static string Name => "alerting";

    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<AlertingDb>();
        builder.HearOwnEvents(V1.AlertOpened.Descriptor, V1.AlertChanged.Descriptor);
        builder.Services.AddScoped<AlertNews>();
        builder.Services.AddScoped<Hearing>();
        builder.Services.AddScoped<AlertKeeping>();
        AddWebhooks(builder);
    }

    public static void MapTo(WebApplication app)
    {
        app.MapGrpcService<AlertsService>();
        app.MapGrpcService<SubscriptionsService>();
        app.MapGrpcService<EventsService>();
        app.MapGrpcService<AuditService>();
    }

    private static void AddWebhooks(WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<WebhookSettings>();
        var services = builder.Services;
        services.TryAddSingleton<ResolveHost>(_ => (host, ct) => Dns.GetHostAddressesAsync(host, ct));
        services.AddSingleton<Targets>();
        services.AddSingleton(_ => SecretBox.From(settings));
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<DeliveryWake>();
        services.AddSingleton<IInterceptor, WakeOnCommit>();
        services.AddSingleton<DeliveryMetrics>();
        services.AddSingleton<DeliveryServices>();
        services.AddSingleton<SubscriptionSurroundings>();
        services.AddHostedService<Delivering>();
        services.AddHostedService<MeasureBacklog>();
        services.AddSingleton<PurgeSubscriptions>();
        services.AddHostedService(provider => provider.GetRequiredService<PurgeSubscriptions>());
        services.AddSingleton<ForgetMessages>();
        services.AddHostedService(provider => provider.GetRequiredService<ForgetMessages>());
    }
}
