using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ProvisionRules;

/// <summary>Keeps the rules by which losses are expected.</summary>
internal sealed partial class ProvisionRulesService(ScoringDb db, AuditLog audit, TimeProvider clock)
    : V1.ProvisionRulesService.ProvisionRulesServiceBase
{
    private static V1.ProvisionRulesVersion Shipped(bool withRules, bool isInForce) => new()
    {
        Version = LossRules.ShippedVersion,
        State = isInForce ? V1.PolicyState.InForce : V1.PolicyState.Superseded,
        Rules = withRules ? LossRules.ShippedRules() : null,
    };

    private Task<RulesVersion?> InForceAsync(CancellationToken ct) =>
        db.Set<RulesVersion>().SingleOrDefaultAsync(r => r.State == V1.PolicyState.InForce, ct);

    /// <summary>One decision at a time: the table is small, and two must not be in force.</summary>
    private async Task<RulesVersion> PendingAsync(int version, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"LOCK TABLE provision_rules IN SHARE ROW EXCLUSIVE MODE", ct);
        var rules = await db.Set<RulesVersion>().SingleOrDefaultAsync(r => r.Version == version, ct)
                    ?? throw NotFound(version);
        return rules.State == V1.PolicyState.Pending
            ? rules
            : throw Refuse.Precondition("PROVISION_RULES_DECIDED", new(
                "The provision rules are not pending any more.", "该减值计提规则版本已不处于待审批状态。"));
    }

    private static Exception NotFound(int version) =>
        Refuse.NotFound("provision rules", version.ToString(CultureInfo.InvariantCulture));
}
