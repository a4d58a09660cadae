using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Conditions;

partial class ConditionsService
{
    /// <summary>Lists a customer's conditions, newest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListConditionsResponse> ListConditions(
        V1.ListConditionsRequest request, ServerCallContext context)
    {
        var customerId = await CustomerAsync(request.CustomerId, context.CancellationToken);
        var conditions = await db.Set<Condition>().AsNoTracking().Where(c => c.CustomerId == customerId)
            .OrderByDescending(c => c.ConditionId).Take(ListedMax).ToListAsync(context.CancellationToken);
        return new() { Conditions = { conditions.Select(c => c.ToContract()) } };
    }
}
