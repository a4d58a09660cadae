using Grpc.Core;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Identity;
using Risk.Types.V1;

namespace Risk.Intake.Operations;

/// <summary>Verifies the audit chain of this service.</summary>
internal sealed class AuditService(AuditChain chain) : V1.AuditService.AuditServiceBase
{
    [Roles(Role.Administrator | Role.Auditor)]
    public override Task<VerifyAuditResponse> VerifyAudit(VerifyAuditRequest request, ServerCallContext context) =>
        chain.VerifyAsync(request, context.CancellationToken);
}
