using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Requests.Idempotency;

namespace Risk.Scoring.Holds;

partial class HoldsService
{
    /// <summary>
    /// Checks a held order again on what is known now. It is reserved when it passes; else it stays held with the new
    /// verdict, and whoever asked for the first check still cannot release it.
    /// </summary>
    [Roles(Role.Integrator | Role.Sales | Role.Finance | Role.Risk)]
    [OwnIdempotency]
    public override async Task<V1.OrderVerdict> RecheckHold(V1.RecheckHoldRequest request, ServerCallContext context)
    {
        var hold = Guid.TryParse(request.HoldId, out var id)
            ? await db.Set<Hold>().AsNoTracking().SingleOrDefaultAsync(h => h.HoldId == id, context.CancellationToken)
            : null;
        if (hold is null)
            throw Refuse.NotFound("hold", request.HoldId);
        return await writer.CheckAsync(new()
        {
            Order = hold.ToOrder(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), reservationSeconds: 0),
            Caller = context.Caller(),
            Call = context,
            HoldId = id,
            RequestId = request.RequestId,
            RequestHash = RequestHash.Of(context.Method, request),
        });
    }
}
