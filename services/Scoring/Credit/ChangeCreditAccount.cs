using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Holds;
using Risk.Scoring.Ledger;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Credit;

partial class CreditAccountsService
{
    /// <summary>
    /// Changes the named fields. More credit than one person may write waits as a pending limit change, which leaves
    /// the account as it is; the other fields change at once.
    /// </summary>
    [Roles(Role.Risk | Role.Finance | Role.Approver | Role.Administrator)]
    public override async Task<V1.ChangeCreditAccountResponse> ChangeCreditAccount(
        V1.ChangeCreditAccountRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        request.CreditAccount ??= new();
        await using var transaction = await db.BeginOwnAsync(ct);
        var account = await db.Set<CreditAccount>().LockedAsync(CustomerIdOf(request.CustomerId), ct)
                      ?? throw Refuse.NotFound("customer", request.CustomerId);
        var mask = request.UpdateMask?.Paths.Distinct(StringComparer.Ordinal).ToList() ?? [];
        AccountInput.Check(request, mask, account);
        Etag.Check(request.CreditAccount.Etag, account.Version);
        var proposed = AccountInput.Proposed(request.CreditAccount, mask, account.Terms);
        var waits = AccountInput.ChangesCurrency(request.CreditAccount, mask, account) ? "order_value_max" : "";
        WriteOtherFields(account, request.CreditAccount, mask);
        var change = proposed == account.Terms ? null : await ProposeAsync(account, proposed, request.Reason, context);
        var written = mask.FindAll(f => change?.State == V1.LimitChangeState.Written
            || (!AccountInput.LimitFields.Contains(f) && f != waits));
        if (written.Count > 0)
        {
            account.Changed(clock.GetUtcNow());
            Publish(account, written, change);
            await RecheckQueue.AskAsync(Connection, account.CustomerId, clock.GetUtcNow(), ct);
        }
        audit.Add(context, "credit.change", request.CustomerId, request);
        await db.SaveChangesAsync(ct);
        var view = await ViewAsync([account], DayOf(null), ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return new() { CreditAccount = view[0], LimitChange = change?.ToContract() };
    }

    private static void WriteOtherFields(CreditAccount account, V1.CreditAccount asked, List<string> mask)
    {
        if (mask.Contains("riskiest_payment_method"))
            account.RiskiestMethod = asked.RiskiestPaymentMethod;
        if (mask.Contains("order_value_max") && !AccountInput.ChangesCurrency(asked, mask, account))
            account.OrderValueMax = asked.OrderValueMax is { } max ? Amounts.ToDecimal(max) : null;
        if (mask.Contains("forced_hold"))
            account.ForcedHold = asked.ForcedHold;
        if (mask.Contains("dunning_level"))
            account.DunningLevel = asked.DunningLevel;
    }

    private async Task<LimitChange> ProposeAsync(
        CreditAccount account, LimitTerms proposed, string reason, ServerCallContext context,
        V1.LimitProposal? proposal = null)
    {
        var (caller, now, ct) = (context.Caller(), clock.GetUtcNow(), context.CancellationToken);
        var rates = await KnownRates.OnAsync((NpgsqlConnection)db.Database.GetDbConnection(), DayOf(null), ct);
        var change = new LimitChange
        {
            LimitChangeId = Guid.CreateVersion7(),
            CustomerId = account.CustomerId,
            Proposed = proposed,
            Former = account.Terms,
            Reason = reason,
            NeedsSecondPerson = LimitPolicy.Shipped.NeedsSecondPerson(account.Terms, proposed, rates),
            ProposedBy = caller.Name,
            ProposedByOwner = caller.Owner,
            ProposedAt = now,
            Proposal = proposal?.ToByteArray(),
        };
        await SupersedePendingAsync(account.CustomerId, ct);
        db.Add(change);
        if (change.NeedsSecondPerson)
        {
            outbox.Add(account.CustomerId.ToString(), new V1.LimitChangeProposed { LimitChange = change.ToContract() });
            return change;
        }
        change.WriteAtOnce(now);
        account.Write(proposed);
        return change;
    }

    /// <summary>Saved at once, so that there is never more than one pending change of a customer.</summary>
    private async Task SupersedePendingAsync(Guid customerId, CancellationToken ct)
    {
        var pending = await db.Set<LimitChange>()
            .SingleOrDefaultAsync(c => c.CustomerId == customerId && c.State == V1.LimitChangeState.Pending, ct);
        if (pending is null)
            return;
        pending.Supersede(clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }
}
