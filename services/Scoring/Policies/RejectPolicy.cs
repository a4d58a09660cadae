using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Policies;

partial class PoliciesService
{
    /// <summary>Rejects a proposed version; its proposer may withdraw it in this way.</summary>
    [Roles(Role.Risk | Role.Approver | Role.Committee | Role.Administrator)]
    public override async Task<V1.Policy> RejectPolicy(V1.RejectPolicyRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.BeginOwnAsync(ct);
        var policy = await PendingAsync(request.Version, ct);
        policy.Decide(V1.PolicyState.Rejected, context.Caller(), clock.GetUtcNow());
        var told = policy.ToContract(withRules: true);
        audit.Add(context, "policies.reject", "policies", told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
