using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.ProvisionRules;

partial class ProvisionRulesService
{
    /// <summary>Returns a version of the rules, or the one in force.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ProvisionRulesVersion> GetProvisionRules(
        V1.GetProvisionRulesRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var inForce = await InForceAsync(ct);
        if (request.Version == LossRules.ShippedVersion || (request.Version == 0 && inForce is null))
            return Shipped(withRules: true, isInForce: inForce is null);
        var rules = request.Version == 0
            ? inForce
            : await db.Set<RulesVersion>().SingleOrDefaultAsync(r => r.Version == request.Version, ct);
        return rules?.ToContract(withRules: true) ?? throw NotFound(request.Version);
    }
}
