using System.Globalization;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Policies;

partial class PoliciesService
{
    /// <summary>Lists the policies, newest first; last the one that comes with the software.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListPoliciesResponse> ListPolicies(
        V1.ListPoliciesRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        var size = PageToken.Size(request.PageSize, usual: 20, max: 100);
        var before = PageToken.Read(request.PageToken, "policies", 1) is [var last]
            ? int.Parse(last, CultureInfo.InvariantCulture)
            : int.MaxValue;
        var policies = await db.Set<PolicyVersion>().AsNoTracking().Where(p => p.Version < before)
            .OrderByDescending(p => p.Version).Take(size + 1).ToListAsync(ct);
        var response = new V1.ListPoliciesResponse
        {
            Policies = { policies.Take(size).Select(p => p.ToContract(withRules: false)) },
        };
        if (policies.Count > size)
        {
            response.NextPageToken =
                PageToken.After("policies", policies[size - 1].Version.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            response.Policies.Add(Shipped(withRules: false, isInForce: await InForceAsync(ct) is null));
        }
        return response;
    }
}
