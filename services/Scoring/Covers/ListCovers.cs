using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Covers;

partial class CoversService
{
    /// <summary>Lists a customer's covers, newest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListCoversResponse> ListCovers(
        V1.ListCoversRequest request, ServerCallContext context)
    {
        var customerId = await CustomerAsync(request.CustomerId, context.CancellationToken);
        var covers = await db.Set<Cover>().AsNoTracking().Where(c => c.CustomerId == customerId)
            .OrderByDescending(c => c.CoverId).Take(ListedMax).ToListAsync(context.CancellationToken);
        return new() { Covers = { covers.Select(c => c.ToContract()) } };
    }
}
