using Grpc.Core;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Identity;

namespace Risk.Alerting.Operations;

/// <summary>Verifies the service's audit chain.</summary>
internal sealed class AuditService(AuditChain chain) : V1.AuditService.AuditServiceBase
{
    /// <summary>Recomputes the hash chain and compares it with the signed heads kept elsewhere.</summary>
    [Roles(Role.Administrator | Role.Auditor)]
    public override Task<Types.V1.VerifyAuditResponse> VerifyAudit(
        Types.V1.VerifyAuditRequest request, ServerCallContext context) =>
        chain.VerifyAsync(request, context.CancellationToken);
}
