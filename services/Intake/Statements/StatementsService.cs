using Risk.Intake.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Intake.Statements;

/// <summary>Files financial statements and returns them.</summary>
internal sealed partial class StatementsService(IntakeDb db, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.StatementsService.StatementsServiceBase;
