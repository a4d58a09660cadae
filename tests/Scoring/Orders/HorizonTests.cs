using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Tests.Policies;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

public sealed class HorizonTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task Orders_beyond_the_horizon_count_when_their_delivery_comes_near()
    {
        var policy = await Proposed.Propose(scoring.Client, r => r.OrderHorizonDays = 30);
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        await approver.Policies.PublishPolicyAsync(new() { Version = policy.Version });
        var buyer = await Buyer.WithLimit(scoring, 100);
        var later = buyer.Document(DocumentKind.Order, "SO-LATER", 80);
        later.DueOn = Amounts.ToContract(buyer.Today.AddDays(31));
        await buyer.Record(later);
        var far = buyer.Order(500, "SO-FAR");
        far.DeliverOn = Amounts.ToContract(buyer.Today.AddDays(31));
        far.DryRun = true;
        var near = far.Clone();
        near.DeliverOn = Amounts.ToContract(buyer.Today.AddDays(30));

        var (first, beyond, within) = (await buyer.Check(100, "SO-1"),
            await scoring.Client.Orders.CheckOrderAsync(far), await scoring.Client.Orders.CheckOrderAsync(near));
        scoring.Clock.Advance(TimeSpan.FromDays(1));
        var nextDay = await buyer.Check(21, "SO-2");

        (first.Outcome, beyond.Outcome, within.Outcome, nextDay.Outcome).ShouldBe(
            (OrderOutcome.Approved, OrderOutcome.Approved, OrderOutcome.Held, OrderOutcome.Held));
        nextDay.Checks.Single(c => c.Check == OrderCheck.Limit).Input.ShouldBe("101.00 CNY");
        (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = first.VerdictId })).Equal
            .ShouldBeTrue();
        await NeitherReservedNorOpenDoesItCount(buyer);
    }

    private async Task NeitherReservedNorOpenDoesItCount(Buyer head)
    {
        var buyer = await Buyer.WithLimit(scoring, 100, with: c => c.ParentCustomerId = head.Id);
        var other = await Buyer.WithLimit(scoring, 0, with: c => c.ParentCustomerId = head.Id);
        await head.Change(new() { GroupLimit = head.Money(1_000) }, "group_limit");
        var far = buyer.Order(50_000, "SO-FAR");
        far.DeliverOn = Amounts.ToContract(buyer.Today.AddDays(31));

        var bound = await scoring.Client.Orders.CheckOrderAsync(far);
        var (beside, ofGroup) = (await buyer.Check(60, "SO-1"), await other.Check(60, "SO-2"));
        await buyer.Confirm(bound, "SO-FAR");
        var (full, over) = (await buyer.Check(40, "SO-3"), await buyer.Check(1, "SO-4"));

        (bound.Outcome, beside.Outcome, ofGroup.Outcome, full.Outcome, over.Outcome).ShouldBe((OrderOutcome.Approved,
            OrderOutcome.Approved, OrderOutcome.Approved, OrderOutcome.Approved, OrderOutcome.Held));
        foreach (var verdict in (OrderVerdict[])[bound, beside, ofGroup, full, over])
        {
            (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = verdict.VerdictId })).Equal
                .ShouldBeTrue();
        }
        await WaitsForItsConditionAsFarAway(buyer);
        await buyer.LedgerHolds();
    }

    private async Task WaitsForItsConditionAsFarAway(Buyer buyer)
    {
        await buyer.Change(new CreditAccount { ForcedHold = true }, "forced_hold");
        var far = buyer.Order(70_000, "SO-HELD");
        far.DeliverOn = Amounts.ToContract(buyer.Today.AddDays(60));
        var held = await scoring.Client.Orders.CheckOrderAsync(far);
        await buyer.Change(new CreditAccount { ForcedHold = false }, "forced_hold");

        var again = await scoring.Client.Holds.RecheckHoldAsync(new() { HoldId = held.HoldId });

        (held.Outcome, again.Outcome).ShouldBe((OrderOutcome.Held, OrderOutcome.Approved));
    }
}
