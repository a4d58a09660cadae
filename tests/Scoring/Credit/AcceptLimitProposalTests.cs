using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

public sealed class AcceptLimitProposalTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task An_accepted_proposal_is_a_limit_change_that_shows_where_it_comes_from()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        await buyer.Graded(Grade.Bbb);
        await buyer.File(equity: "1000000", currentAssets: "900000", currentLiabilities: "400000");
        var held = await buyer.Check(50_000, "SO-1");

        var accepted = await Accept(buyer, 60_000);
        var again = await Accept(buyer, 60_000);

        (accepted.LimitChange.State, accepted.LimitChange.NeedsSecondPerson)
            .ShouldBe((LimitChangeState.Written, false));
        accepted.LimitChange.Proposal.ShouldBe(accepted.Proposal);
        again.LimitChange.ShouldBeNull();
        (await buyer.Account()).Limit.Amount.ShouldBe("60000.00");
        var listed = await scoring.Client.CreditAccounts.ListLimitChangesAsync(new() { CustomerId = buyer.Id });
        listed.LimitChanges.Single().Proposal.Methods.Count.ShouldBe(5);
        (await scoring.PublishedAsync<CreditAccountChanged>(buyer.Id)).Last().LimitChange.Proposal.Limit.Amount
            .ShouldBe("60000.00");
        held.Outcome.ShouldBe(OrderOutcome.Held);
        await Testing.ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<short>(
            "SELECT state FROM holds WHERE hold_id = $1", Guid.Parse(held.HoldId)) == 4, "the held order passes");
    }

    [Fact]
    public async Task The_terms_and_the_day_of_review_are_written_with_the_limit_by_one_limit_change()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        await buyer.Graded(Grade.Bbb);
        await buyer.File(equity: "1000000", currentAssets: "900000", currentLiabilities: "400000");
        var asked = buyer.Order(50, "SO-1");
        (asked.Terms, asked.DryRun) = (new() { NetDays = 61 }, true);
        var before = await scoring.Client.Orders.CheckOrderAsync(asked);

        var change = (await Accept(buyer, 60_000)).LimitChange;
        var after = await scoring.Client.Orders.CheckOrderAsync(asked);
        scoring.Clock.Advance(TimeSpan.FromDays(200));
        var unreviewed = await buyer.Check(50, "SO-2");

        var review = Amounts.ToContract(buyer.Today.AddDays(-200).AddMonths(6));
        (change.Proposed.NetDaysMax, change.Proposed.ValidUntil, change.Former.HasNetDaysMax, change.Former.ValidUntil)
            .ShouldBe((60, review, false, null));
        var account = await buyer.Account();
        (account.NetDaysMax, account.ValidUntil).ShouldBe((60, review));
        var changed = (await scoring.PublishedAsync<CreditAccountChanged>(buyer.Id)).Last();
        (changed.LimitChange.LimitChangeId, changed.CreditAccount.NetDaysMax, changed.CreditAccount.ValidUntil)
            .ShouldBe((change.LimitChangeId, 60, review));
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = $2",
            buyer.Id, "limit_changes.accept_proposal")).ShouldBe(1);
        Reasons(before).ShouldBe(["LIMIT_EXCEEDED"]);
        Reasons(after).ShouldBe(["TERMS_TOO_LONG"]);
        Reasons(unreviewed).ShouldContain("LIMIT_EXPIRED");
    }

    [Fact]
    public async Task Longer_terms_for_more_than_one_person_may_grant_wait_for_a_second_one()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        using var zhao = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        var large = await buyer.Grant(50_000_000);
        await zhao.CreditAccounts.ApproveLimitChangeAsync(new() { LimitChangeId = large.LimitChange.LimitChangeId });

        var shorter = (await buyer.Change(new() { NetDaysMax = 30 }, "net_days_max")).LimitChange;
        var longer = (await buyer.Change(new() { NetDaysMax = 31 }, "net_days_max")).LimitChange;
        var waiting = await buyer.Account();
        await zhao.CreditAccounts.ApproveLimitChangeAsync(new() { LimitChangeId = longer.LimitChangeId });

        (shorter.State, longer.State, waiting.NetDaysMax).ShouldBe(
            (LimitChangeState.Written, LimitChangeState.Pending, 30));
        (await buyer.Account()).NetDaysMax.ShouldBe(31);
    }

    private static IEnumerable<string> Reasons(OrderVerdict verdict) =>
        verdict.Checks.Where(c => c.Outcome == CheckOutcome.Failed).Select(c => c.Reason);

    [Fact]
    public async Task Nobody_accepts_what_the_facts_do_not_give_any_more()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        await buyer.Graded(Grade.Bbb);
        await buyer.File(equity: "1000000", currentAssets: "900000", currentLiabilities: "400000");
        await buyer.Graded(Grade.Cc);

        var refused = await Should.ThrowAsync<RpcException>(async () => await Accept(buyer, 60_000));

        refused.StatusCode.ShouldBe(StatusCode.Aborted);
        refused.Status.Detail.ShouldContain("0.00");
        (await buyer.Account()).Limit.Amount.ShouldBe("0.00");
    }

    [Fact]
    public async Task More_than_one_person_may_grant_waits_for_a_second_one()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        await buyer.Graded(Grade.Aa);
        await buyer.File(equity: "20000000", currentAssets: "30000000", currentLiabilities: "10000000");

        var accepted = await Accept(buyer, 2_500_000);
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        var approved = await approver.CreditAccounts.ApproveLimitChangeAsync(
            new() { LimitChangeId = accepted.LimitChange.LimitChangeId });

        accepted.LimitChange.State.ShouldBe(LimitChangeState.Pending);
        (approved.State, approved.Proposal.Limit.Amount).ShouldBe((LimitChangeState.Written, "2500000.00"));
        (await buyer.Account()).Limit.Amount.ShouldBe("2500000.00");
    }

    private async Task<AcceptLimitProposalResponse> Accept(Buyer buyer, decimal limit) =>
        await scoring.Client.CreditAccounts.AcceptLimitProposalAsync(new()
        {
            CustomerId = buyer.Id,
            Limit = buyer.Money(limit),
            Reason = "by the statement of last year",
        });
}
