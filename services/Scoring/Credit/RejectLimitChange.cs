using Grpc.Core;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;

namespace Risk.Scoring.Credit;

partial class CreditAccountsService
{
    /// <summary>Rejects a pending limit change; its proposer may withdraw it in this way.</summary>
    [Roles(Role.Risk | Role.Finance | Role.Approver | Role.Committee)]
    public override async Task<V1.LimitChange> RejectLimitChange(
        V1.RejectLimitChangeRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.BeginOwnAsync(ct);
        var (change, _) = await PendingAsync(request.LimitChangeId, ct);
        change.Decide(V1.LimitChangeState.Rejected, context.Caller(), clock.GetUtcNow());
        outbox.Add(change.CustomerId.ToString(), new V1.LimitChangeDecided { LimitChange = change.ToContract() });
        audit.Add(context, "limit_changes.reject", change.CustomerId.ToString(), change.ToContract());
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return change.ToContract();
    }
}
