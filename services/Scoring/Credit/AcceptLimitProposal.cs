using Grpc.Core;
using Risk.Scoring.Holds;
using Risk.Scoring.Ledger;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Credit;

partial class CreditAccountsService
{
    /// <summary>
    /// Makes a limit change of a proposal with its terms and the day of its review, worked out anew under the account's
    /// lock; nobody accepts what the facts do not give any more.
    /// </summary>
    [Roles(Role.Risk | Role.Finance | Role.Approver)]
    public override async Task<V1.AcceptLimitProposalResponse> AcceptLimitProposal(
        V1.AcceptLimitProposalRequest request, ServerCallContext context)
    {
        var (ct, inputs) = (context.CancellationToken, request.Inputs ?? new());
        CheckInputs(inputs, prefix: "inputs.");
        await using var transaction = await db.BeginOwnAsync(ct);
        var account = await db.Set<CreditAccount>().LockedAsync(CustomerIdOf(request.CustomerId), ct)
                      ?? throw Refuse.NotFound("customer", request.CustomerId);
        CheckAcceptance(request, account);
        var proposal = await WorkOutAsync(account, inputs, DayOf(null), ct);
        if (proposal.Limit is null || Amounts.ToDecimal(proposal.Limit) != Amounts.ToDecimal(request.Limit))
        {
            throw Refuse.Aborted("PROPOSAL_CHANGED", new(
                $"The facts give another limit by now: {proposal.Limit?.Amount ?? "none"}.",
                $"根据当前数据，建议额度已变为 {proposal.Limit?.Amount ?? "无"}。"));
        }
        var change = await AcceptAsync(account, proposal, request.Reason, context);
        audit.Add(context, "limit_changes.accept_proposal", request.CustomerId, request);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
        return new() { LimitChange = change?.ToContract(), Proposal = proposal };
    }

    /// <summary>Null when limit, terms and day of review are those in force.</summary>
    private async Task<LimitChange?> AcceptAsync(
        CreditAccount account, V1.LimitProposal proposal, string reason, ServerCallContext context)
    {
        var former = account.Terms;
        var terms = former with
        {
            Limit = Amounts.ToDecimal(proposal.Limit),
            Unlimited = false,
            NetDaysMax = proposal.HasNetDays ? proposal.NetDays : former.NetDaysMax,
            ValidUntil = Amounts.ToDate(proposal.ReviewDue) ?? former.ValidUntil,
        };
        if (terms == former)
            return null;
        var change = await ProposeAsync(account, terms, reason, context, proposal);
        if (change.State == V1.LimitChangeState.Written)
        {
            account.Changed(clock.GetUtcNow());
            Publish(account, AccountInput.LimitFields, change);
            await RecheckQueue.AskAsync(Connection, account.CustomerId, clock.GetUtcNow(), context.CancellationToken);
        }
        return change;
    }

    private static void CheckAcceptance(V1.AcceptLimitProposalRequest request, CreditAccount account)
    {
        var check = new InputCheck();
        check.Given(request.Reason, "reason");
        check.Reason(request.Reason);
        AccountInput.CheckMoney(check, "limit", request.Limit, account.CurrencyCode, least: 0);
        check.ThrowIfAny();
    }
}
