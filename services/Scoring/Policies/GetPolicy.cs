using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Policies;

partial class PoliciesService
{
    /// <summary>Returns a policy, or the one in force.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Policy> GetPolicy(V1.GetPolicyRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var inForce = await InForceAsync(ct);
        if (request.Version == OrderRules.ShippedVersion || (request.Version == 0 && inForce is null))
            return Shipped(withRules: true, isInForce: inForce is null);
        var policy = request.Version == 0
            ? inForce
            : await db.Set<PolicyVersion>().SingleOrDefaultAsync(p => p.Version == request.Version, ct);
        return policy?.ToContract(withRules: true)
               ?? throw Refuse.NotFound("policy", request.Version.ToString(CultureInfo.InvariantCulture));
    }
}
