using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Hosting;

namespace Risk.ServiceDefaults.Events;

/// <summary>The registrations of outbox, relay, log and inbox.</summary>
public static class EventPlumbing
{
    /// <summary>Carries events within this process instead of over a broker.</summary>
    public static void AddEventTransport(this WebApplicationBuilder builder, SharedBus shared) =>
        builder.Services.AddSingleton(shared);

    /// <summary>Registers every <see cref="IReaction{TEvent}"/> of the service's assembly.</summary>
    public static void AddReactions(this WebApplicationBuilder builder)
    {
        var service = builder.Service();
        builder.Services.AddSingleton(
            Reactions.In([typeof(EventPlumbing).Assembly, service.Assembly], service.Name, builder.Services));
    }

    /// <summary>
    /// Lets those who follow the service's own log hear of these events at once, whichever instance has written them.
    /// </summary>
    public static void HearOwnEvents(this WebApplicationBuilder builder, params IEnumerable<MessageDescriptor> facts)
    {
        foreach (var fact in facts)
        {
            builder.Services.AddSingleton<IControlListener>(p => new OwnEventListener(
                EventType.Of(fact), p.GetRequiredService<EventLog>()));
        }
    }

    /// <summary>What every service has; the host calls it after the service has registered its own.</summary>
    public static void AddEvents(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        if (!Has<Reactions>(services))
            builder.AddReactions();
        AddTransport(builder);
        services.AddSingleton<EventMetrics>();
        services.AddSingleton<Relay>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<EventsFace>();
        services.AddSingleton<Publisher>();
        services.AddSingleton<LogHeads>();
        services.AddScoped<Outbox>();
        services.AddSingleton<IInterceptor, CommitWakes>();
        services.AddSingleton<Cursors>();
        services.AddSingleton<Applier>();
        services.AddSingleton<CatchUps>();
        services.AddSingleton<RelayCall>();
        services.AddSingleton<IControlListener>(p => p.GetRequiredService<RelayCall>());
        services.AddSingleton<HeadsWatch>();
        services.AddSingleton<IControlListener>(p => p.GetRequiredService<HeadsWatch>());
        services.AddSingleton(p => new Freshness(
            p.GetRequiredService<Cursors>(), p.GetRequiredService<ServiceInfo>(), p.GetRequiredService<Reactions>(),
            p.GetRequiredService<HeadsWatch>()));
        services.AddSingleton(p => new ParkedEvents(
            p.GetRequiredService<NpgsqlDataSource>(), p.GetRequiredService<Applier>()));
        services.AddSingleton(p => new EventInbox(
            p.GetRequiredService<Reactions>(), p.GetRequiredService<Applier>(), p.GetRequiredService<Cursors>(),
            p.GetRequiredService<EventMetrics>(), p.GetRequiredService<TimeProvider>(),
            p.GetRequiredService<ILogger<EventInbox>>()));
        services.AddHostedService<RelayLoop>();
        services.AddHostedService<Consuming>();
        services.AddHostedService<WatchForSilence>();
    }

    private static void AddTransport(WebApplicationBuilder builder)
    {
        var settings = builder.AddSettings<BrokerSettings>();
        var services = builder.Services;
        if (Has<SharedBus>(services))
        {
            services.TryAddSingleton(p => p.GetRequiredService<SharedBus>().Bus);
            services.AddSingleton<IProducerLog, SharedProducerLog>();
            services.AddHostedService<SharedLog>();
            return;
        }
        if (settings.Uri is null)
        {
            builder.AddFault<BrokerSettings>(
                $"{nameof(BrokerSettings.Uri)}: is missing; give an address such as amqp://user@host:5672/vhost");
        }
        var name = builder.Service().Name;
        services.AddSingleton(p => MassTransitBus.OnRabbit(
            settings, "risk-" + name, p.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<IEventBus>(p => p.GetRequiredService<MassTransitBus>());
        services.AddSingleton<IProducerLog, RemoteProducerLog>();
        services.AddHostedService<BusConnection>();
    }

    private static bool Has<T>(IServiceCollection services) => services.Any(d => d.ServiceType == typeof(T));
}
