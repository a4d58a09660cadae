using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ProvisionRules;

partial class ProvisionRulesService
{
    /// <summary>Puts a proposed version in force; never by the person who proposed it.</summary>
    [Roles(Role.Approver | Role.Committee)]
    public override async Task<V1.ProvisionRulesVersion> PublishProvisionRules(
        V1.PublishProvisionRulesRequest request, ServerCallContext context)
    {
        var (now, caller, ct) = (clock.GetUtcNow(), context.Caller(), context.CancellationToken);
        await using var transaction = await db.BeginOwnAsync(ct);
        var rules = await PendingAsync(request.Version, ct);
        if (caller.Owner == rules.ProposedByOwner)
        {
            throw Refuse.Precondition("SECOND_PERSON_NEEDED", new(
                "Whoever proposed provision rules cannot publish them.", "减值计提规则的提议人不得发布自己的提议。"));
        }
        if (await InForceAsync(ct) is { } former)
        {
            former.Supersede();
            await db.SaveChangesAsync(ct);
        }
        rules.Decide(V1.PolicyState.InForce, caller, now);
        var told = rules.ToContract(withRules: true);
        audit.Add(context, "provision_rules.publish", "provision_rules", told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
