using Grpc.Core;
using Risk.Scoring.Concentration;
using Risk.Scoring.Holds;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Policies;

partial class PoliciesService
{
    /// <summary>Puts a proposed version in force; never by the person who proposed it.</summary>
    [Roles(Role.Approver | Role.Committee)]
    public override async Task<V1.Policy> PublishPolicy(V1.PublishPolicyRequest request, ServerCallContext context)
    {
        var (now, caller, ct) = (clock.GetUtcNow(), context.Caller(), context.CancellationToken);
        await using var transaction = await db.BeginOwnAsync(ct);
        var policy = await PendingAsync(request.Version, ct);
        if (caller.Owner == policy.ProposedByOwner)
        {
            throw Refuse.Precondition("SECOND_PERSON_NEEDED", new(
                "Whoever proposed a policy cannot publish it.", "政策提议人不得发布自己的提议。"));
        }
        if (await InForceAsync(ct) is { } former)
        {
            former.Supersede();
            await db.SaveChangesAsync(ct);
        }
        policy.Decide(V1.PolicyState.InForce, caller, now);
        var told = policy.ToContract(withRules: true);
        audit.Add(context, "policies.publish", "policies", told);
        if (told.Rules.ConcentrationCaps.Count > 0)
            await PortfolioRows.SumUpAsync(Connection, now, ct);
        await RecheckQueue.AskAllAsync(Connection, now, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
