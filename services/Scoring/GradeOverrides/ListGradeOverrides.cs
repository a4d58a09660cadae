using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.GradeOverrides;

partial class GradeOverridesService
{
    private const int OverridesMax = 200;

    /// <summary>Lists a customer's overrides, newest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListGradeOverridesResponse> ListGradeOverrides(
        V1.ListGradeOverridesRequest request, ServerCallContext context)
    {
        var customerId = RequestedId.Of(request.CustomerId, "customer_id");
        var overrides = await db.Set<GradeOverride>().AsNoTracking().Where(o => o.CustomerId == customerId)
            .OrderByDescending(o => o.GradeOverrideId).Take(OverridesMax).ToListAsync(context.CancellationToken);
        return new() { GradeOverrides = { overrides.Select(o => o.ToContract()) } };
    }
}
