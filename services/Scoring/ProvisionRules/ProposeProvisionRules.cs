using Google.Protobuf;
using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ProvisionRules;

partial class ProvisionRulesService
{
    /// <summary>Proposes a new version; it has no effect until a second person publishes it.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Administrator)]
    public override async Task<V1.ProvisionRulesVersion> ProposeProvisionRules(
        V1.ProposeProvisionRulesRequest request, ServerCallContext context)
    {
        var (caller, ct) = (context.Caller(), context.CancellationToken);
        var check = new InputCheck();
        check.Given(request.Reason, "reason");
        check.Reason(request.Reason);
        check.That(request.Rules is not null, "rules", new("is required", "必填"));
        ProvisionRulesInput.Check(check, "rules", request.Rules ?? new());
        check.ThrowIfAny();
        await using var transaction = await db.BeginOwnAsync(ct);
        var rules = new RulesVersion
        {
            Rules = request.Rules!.ToByteArray(),
            Reason = request.Reason,
            ProposedBy = caller.Name,
            ProposedByOwner = caller.Owner,
            ProposedAt = clock.GetUtcNow(),
        };
        db.Add(rules);
        await db.SaveChangesAsync(ct);
        var told = rules.ToContract(withRules: true);
        audit.Add(context, "provision_rules.propose", "provision_rules", told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
