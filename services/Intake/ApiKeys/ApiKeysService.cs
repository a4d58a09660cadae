using Risk.Intake.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Intake.ApiKeys;

/// <summary>Issues and revokes API keys.</summary>
internal sealed partial class ApiKeysService(IntakeDb db, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.ApiKeysService.ApiKeysServiceBase;
