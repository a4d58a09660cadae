using Risk.Intake.ApiKeys;
using Risk.Intake.Customers;
using Risk.Intake.Documents;
using Risk.Intake.Imports;
using Risk.Intake.Operations;
using Risk.Intake.Statements;
using Risk.Intake.Storage;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake;

/// <summary>The intake service: customers and the facts about them come in here.</summary>
public sealed class IntakeService : IRiskService
{
    public static string Name => "intake";

    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<IntakeDb>();
        builder.Services.AddSingleton<DocumentIds>();
        builder.AddSettings<ImportSettings>();
        builder.Services.AddSingleton<RunningImports>();
        builder.Services.AddSingleton<ImportTools>();
        builder.Services.AddHostedService<CloseSilentImports>();
        builder.Services.AddIntakeRefusals();
    }

    public static void MapTo(WebApplication app)
    {
        app.MapGrpcService<CustomersService>();
        app.MapGrpcService<StatementsService>();
        app.MapGrpcService<DocumentsService>();
        app.MapGrpcService<ImportsService>();
        app.MapGrpcService<ApiKeysService>();
        app.MapGrpcService<EventsService>();
        app.MapGrpcService<AuditService>();
    }
}
