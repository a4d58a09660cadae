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
    }
}
