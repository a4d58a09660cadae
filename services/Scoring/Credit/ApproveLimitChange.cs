using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Holds;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Credit;

partial class CreditAccountsService
{
    /// <summary>Approves a pending limit change and writes it; never by the person who proposed it.</summary>
    [Roles(Role.Approver | Role.Committee)]
    public override async Task<V1.LimitChange> ApproveLimitChange(
        V1.ApproveLimitChangeRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await db.BeginOwnAsync(ct);
        var (change, account) = await PendingAsync(request.LimitChangeId, ct);
        var caller = context.Caller();
        if (caller.Owner == change.ProposedByOwner)
        {
            throw Refuse.Precondition("SECOND_PERSON_NEEDED", new(
                "Whoever proposed a limit cannot approve it.", "额度提议人不得审批自己的提议。"));
        }
        change.Decide(V1.LimitChangeState.Written, caller, clock.GetUtcNow());
        account.Write(change.Proposed);
        account.Changed(clock.GetUtcNow());
        Publish(account, AccountInput.LimitFields, change);
        await RecheckQueue.AskAsync(Connection, account.CustomerId, clock.GetUtcNow(), ct);
        outbox.Add(change.CustomerId.ToString(), new V1.LimitChangeDecided { LimitChange = change.ToContract() });
        audit.Add(context, "limit_changes.approve", change.CustomerId.ToString(), change.ToContract());
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return change.ToContract();
    }

    /// <summary>The account is locked before the change is read, as it is when changes are proposed.</summary>
    private async Task<(LimitChange Change, CreditAccount Account)> PendingAsync(
        string limitChangeId, CancellationToken ct)
    {
        var id = LimitChangeIdOf(limitChangeId);
        var customerId = await db.Set<LimitChange>().Where(c => c.LimitChangeId == id)
            .Select(c => (Guid?)c.CustomerId).SingleOrDefaultAsync(ct)
            ?? throw Refuse.NotFound("limit change", limitChangeId);
        var account = await db.Set<CreditAccount>().LockedAsync(customerId, ct)
                      ?? throw Refuse.NotFound("customer", customerId.ToString());
        var change = await db.Set<LimitChange>().SingleAsync(c => c.LimitChangeId == id, ct);
        return change.State == V1.LimitChangeState.Pending
            ? (change, account)
            : throw Refuse.Precondition("LIMIT_CHANGE_DECIDED", new(
                "The limit change is not pending any more.", "该额度变更已不处于待审批状态。"));
    }
}
