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

    private async Task<SimulatePolicyResponse> Simulate(Action<PolicyRules> change) =>
        await scoring.Client.Policies.SimulatePolicyAsync(new() { Rules = Proposed.Rules(change) });
}
