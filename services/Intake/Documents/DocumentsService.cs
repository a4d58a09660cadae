using Risk.Intake.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Intake.Documents;

/// <summary>Records commercial documents and returns them.</summary>
internal sealed partial class DocumentsService(
    IntakeDb db, Outbox outbox, AuditLog audit, DocumentIds ids, TimeProvider clock)
    : V1.DocumentsService.DocumentsServiceBase;
