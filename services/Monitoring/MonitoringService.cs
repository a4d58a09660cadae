using Risk.Monitoring.Operations;
using Risk.Monitoring.Storage;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring;

/// <summary>Watches customers and warns when one changes for the worse.</summary>
public sealed class MonitoringService : IRiskService
{
    public static string Name => "monitoring";

    public static void AddTo(WebApplicationBuilder builder) => builder.AddServiceDatabase<MonitoringDb>();

    public static void MapTo(WebApplication app)
    {
        app.MapGrpcService<EventsService>();
        app.MapGrpcService<AuditService>();
    }
}
