using Risk.Monitoring.Evaluation;
using Risk.Monitoring.Facts;
using Risk.Monitoring.Indicators;
using Risk.Monitoring.Operations;
using Risk.Monitoring.Storage;
using Risk.Monitoring.Warnings;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring;

/// <summary>Watches customers and warns when one changes for the worse.</summary>
public sealed class MonitoringService : IRiskService
{
    public static string Name => "monitoring";

    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<MonitoringDb>();
        builder.AddSettings<EvaluationSettings>();
        // Rules that are not sound stop the start here.
        builder.Services.AddSingleton(RuleSet.Shipped);
        builder.Services.AddSingleton<Pace>();
        builder.Services.AddScoped<FactRun>();
        builder.Services.AddScoped<IRunEnd>(provider => provider.GetRequiredService<FactRun>());
        builder.Services.AddScoped<Evaluator>();
        builder.Services.AddHostedService<Evaluating>();
        builder.Services.AddHostedService<EvaluateWhenTimePasses>();
    }

    public static void MapTo(WebApplication app)
    {
        app.MapGrpcService<IndicatorsService>();
        app.MapGrpcService<WarningsService>();
        app.MapGrpcService<EventsService>();
        app.MapGrpcService<AuditService>();
    }
}
