using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Holds;

partial class HoldsService
{
    /// <summary>Rejects a held order for good: checked again, it waits until somebody releases it.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Approver | Role.Committee)]
    public override async Task<V1.Hold> RejectHold(V1.RejectHoldRequest request, ServerCallContext context)
    {
        var (now, ct) = (clock.GetUtcNow(), context.CancellationToken);
        var check = new InputCheck();
        CheckReason(check, request.Reason);
        check.ThrowIfAny();
        await using var transaction = await db.BeginOwnAsync(ct);
        var hold = await OpenAsync(request.HoldId, ct);
        hold.Reject(context.Caller(), request.Reason, now);
        var names = await NamesAsync([hold.CustomerId], ct);
        var told = hold.ToContract(names.GetValueOrDefault(hold.CustomerId, ""));
        outbox.Add(told.CustomerId, new V1.HoldDecided { Hold = told });
        audit.Add(context, "holds.reject", told.CustomerId, told);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return told;
    }
}
