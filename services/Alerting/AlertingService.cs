using Risk.Alerting.Operations;
using Risk.Alerting.Storage;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting;

/// <summary>Tells people and programs what has happened to a customer, and keeps what they do about it.</summary>
public sealed class AlertingService : IRiskService
{
    public static string Name => "alerting";

    public static void AddTo(WebApplicationBuilder builder) => builder.AddServiceDatabase<AlertingDb>();

    public static void MapTo(WebApplication app)
    {
        app.MapGrpcService<EventsService>();
        app.MapGrpcService<AuditService>();
    }
}
