using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Policies;

public sealed class SimulatePolicyTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_simulation_shows_what_would_flip_and_changes_nothing()
    {
        var (late, good, open) = (await Buyer.WithLimit(scoring, 1000), await Buyer.WithLimit(scoring, 1000),
            await Buyer.WithLimit(scoring, 1000));
        await late.Record(late.Invoice("I1", 400, dueDaysAgo: 40), late.Invoice("I2", 500));
        await good.Record(good.Invoice("I1", 400, dueDaysAgo: 20), good.Invoice("I2", 500));
        await open.Record(open.Document(DocumentKind.Order, "SO-3", 1100));
        var held = await late.Check(50, "SO-1");
        await good.Check(60, "SO-2");

        var looser = await Simulate(r => r.Ungraded().OldestOverdueDaysMax = 50);
        var stricter = await Simulate(r => r.Ungraded().OldestOverdueDaysMax = 10);

        (looser.Holds, looser.HoldsPassing, looser.Orders, looser.OrdersHeld).ShouldBe((1, 1, 2, 1));
        var passing = looser.Flips.ShouldHaveSingleItem();
        (passing.HoldId, passing.Before, passing.After).ShouldBe(
            (held.HoldId, OrderOutcome.Held, OrderOutcome.Approved));
        passing.Reasons.ShouldBe(["OLDEST_ITEM_OVERDUE"]);
        (stricter.HoldsPassing, stricter.OrdersHeld).ShouldBe((0, 2));
        var stopped = stricter.Flips.ShouldHaveSingleItem();
        (stopped.CustomerId, stopped.OrderRef.Id, stopped.After).ShouldBe((good.Id, "SO-2", OrderOutcome.Held));
        (await good.Check(60, "SO-2")).Outcome.ShouldBe(OrderOutcome.Approved);
        (await late.Check(50, "SO-1")).Outcome.ShouldBe(OrderOutcome.Held);
    }

    [Fact]
    public async Task A_proposed_version_is_simulated_by_its_number()
    {
        var proposed = await Proposed.Propose(scoring.Client, r => r.ReservationSeconds = 60);

        await scoring.Client.Policies.SimulatePolicyAsync(new() { Version = proposed.Version });

        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Policies.SimulatePolicyAsync(
            new() { Version = 999_999 }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task Orders_are_tried_with_their_terms_and_days_of_delivery()
    {
        var (reserved, open, held) = (await Buyer.WithLimit(scoring, 100), await Buyer.WithLimit(scoring, 100),
            await Buyer.WithLimit(scoring, 10));
        await Check(reserved, terms: 60, deliverIn: 0);
        await open.Confirm(await Check(open, terms: 60, deliverIn: 0), "SO-1");
        await Check(held, terms: 30, deliverIn: 40);

        var shorter = await Simulate(r => r.Ungraded().NetDaysMax = 45);
        var farther = await Simulate(r => r.OrderHorizonDays = 30);

        shorter.Flips.Where(f => f.Reasons.Contains("TERMS_TOO_LONG")).Select(f => f.CustomerId)
            .ShouldBe([reserved.Id, open.Id], ignoreOrder: true);
        var passing = farther.Flips.Single(f => f.CustomerId == held.Id);
        (passing.HoldId.Length > 0, passing.After).ShouldBe((true, OrderOutcome.Approved));
    }

    [Fact]
    public async Task Limits_that_would_be_proposed_otherwise_are_listed()
    {
        var (good, poor) = (await Buyer.WithLimit(scoring, 200_000), await Buyer.WithLimit(scoring, 100_000));
        await good.Graded(Grade.A);
        await poor.Graded(Grade.B);
        foreach (var buyer in (Buyer[])[good, poor])
            await buyer.File(equity: "1000000", currentAssets: "900000", currentLiabilities: "400000");

        var same = await Simulate(r => r.Ungraded().OldestOverdueDaysMax = 50);
        var lower = await Simulate(r =>
        {
            var rules = r.Grades.Single(g => g.Grade == Grade.A);
            (rules.LimitFactor.Value, rules.NetDaysGranted, rules.ReviewMonths) = ("0.5", 30, 6);
        });
        var capped = await Simulate(r => r.Grades.Single(g => g.Grade == Grade.B).LimitMax = new() { Value = "1000" });

        (same.Limits, same.LimitFlips.Count).ShouldBe((0, 0));
        lower.Limits.ShouldBeGreaterThan(1);
        var flip = lower.LimitFlips.ShouldHaveSingleItem();
        (flip.CustomerId, flip.Limit.Amount, flip.Before.Limit.Amount, flip.Before.NetDays, flip.After.Limit.Amount,
            flip.After.NetDays).ShouldBe((good.Id, "200000.00", "75000.00", 60, "37500.00", 30));
        flip.After.ReviewDue.ShouldBe(Scoring.Ledger.Amounts.ToContract(good.Today.AddMonths(6)));
        var other = capped.LimitFlips.ShouldHaveSingleItem();
        (other.CustomerId, other.Before.Limit.Amount, other.After.Limit.Amount)
            .ShouldBe((poor.Id, "30000.00", "1000.00"));
    }

    private async Task<OrderVerdict> Check(Buyer buyer, int terms, int deliverIn)
    {
        var order = buyer.Order(50, "SO-1");
        order.Terms = new() { NetDays = terms };
        order.DeliverOn = Scoring.Ledger.Amounts.ToContract(buyer.Today.AddDays(deliverIn));
        return await scoring.Client.Orders.CheckOrderAsync(order);
    }

    private async Task<SimulatePolicyResponse> Simulate(Action<PolicyRules> change) =>
        await scoring.Client.Policies.SimulatePolicyAsync(new() { Rules = Proposed.Rules(change) });
}
