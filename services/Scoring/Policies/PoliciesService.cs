using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Orders;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Policies;

/// <summary>Keeps the policies.</summary>
internal sealed partial class PoliciesService(
    ScoringDb db, PoliciesInForce policies, AuditLog audit, TimeProvider clock)
    : V1.PoliciesService.PoliciesServiceBase
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    private static V1.Policy Shipped(bool withRules, bool isInForce) => new()
    {
        Version = OrderRules.ShippedVersion,
        State = isInForce ? V1.PolicyState.InForce : V1.PolicyState.Superseded,
        Rules = withRules ? OrderRules.ShippedRules() : null,
    };

    private Task<PolicyVersion?> InForceAsync(CancellationToken ct) =>
        db.Set<PolicyVersion>().SingleOrDefaultAsync(p => p.State == V1.PolicyState.InForce, ct);

    /// <summary>One decision at a time: the table is small, and two must not be in force.</summary>
    private async Task<PolicyVersion> PendingAsync(int version, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"LOCK TABLE policies IN SHARE ROW EXCLUSIVE MODE", ct);
        var policy = await db.Set<PolicyVersion>().SingleOrDefaultAsync(p => p.Version == version, ct)
                     ?? throw Refuse.NotFound("policy", version.ToString(CultureInfo.InvariantCulture));
        return policy.State == V1.PolicyState.Pending
            ? policy
            : throw Refuse.Precondition("POLICY_DECIDED", new(
                "The policy is not pending any more.", "该政策版本已不处于待审批状态。"));
    }
}
