using Npgsql;
using Risk.Intake.Documents;
using Risk.Intake.Imports.Batches;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Intake.Imports;

/// <summary>Imports customers, statements and documents from files.</summary>
internal sealed partial class ImportsService(
    IntakeDb db, Outbox outbox, AuditLog audit, ImportTools tools, TimeProvider clock)
    : V1.ImportsService.ImportsServiceBase;

/// <summary>What an import needs besides the tables of its request.</summary>
internal sealed record ImportTools(
    NpgsqlDataSource Source, DocumentIds Ids, Relay Relay, Sealer Sealer, ILogger<ImportProgress> ProgressLog,
    RunningImports Running)
{
    public ImportSettings Settings => Running.Settings;
}
