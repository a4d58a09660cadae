using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.ProvisionRules;

partial class ProvisionRulesService
{
    /// <summary>Rejects a proposed version; its proposer may withdraw it in this way.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Approver | Role.Committee | Role.Administrator)]
    public override async Task<V1.ProvisionRulesVersion> RejectProvisionRules(
        V1.RejectProvisionRulesRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.BeginOwnAsync(ct);
        var rules = await PendingAsync(request.Version, ct);
        rules.Decide(V1.PolicyState.Rejected, context.Caller(), clock.GetUtcNow());
        var told = rules.ToContract(withRules: true);
        audit.Add(context, "provision_rules.reject", "provision_rules", told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
