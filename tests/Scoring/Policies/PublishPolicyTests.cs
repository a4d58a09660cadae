using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Policies;

public sealed class PublishPolicyTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_second_person_puts_rules_in_force_and_every_instance_decides_by_them_at_once()
    {
        var (buyer, held) = (await Buyer.WithLimit(scoring, 1000), await Buyer.WithLimit(scoring, 1000));
        await buyer.Record(buyer.Invoice("I1", 500, dueDaysAgo: 20));
        await held.Record(held.Invoice("I1", 500, dueDaysAgo: 40), held.Invoice("I2", 400, dueDaysAgo: 0));
        var waiting = await held.Check(1, "SO-1");
        waiting.Outcome.ShouldBe(OrderOutcome.Held);
        await using var second = await Orders.SecondInstance.StartAsync(scoring);
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        var policy = await Proposed.Propose(scoring.Client, r =>
        {
            (r.Ungraded().OldestOverdueDaysMax, r.Ungraded().OverdueShareMax) = (50, null);
            r.Ungraded().OverdueAmountMax = null;
        });

        var own = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Policies.PublishPolicyAsync(new() { Version = policy.Version }));
        var published = await approver.Policies.PublishPolicyAsync(new() { Version = policy.Version });

        own.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (published.State, published.DecidedBy).ShouldBe((PolicyState.InForce, "zhao"));
        var verdict = await buyer.Check(10, "SO-2", by: second.Client);
        (verdict.Outcome, verdict.RulesVersion).ShouldBe((OrderOutcome.Approved, policy.Version));
        await ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<short>(
            "SELECT state FROM holds WHERE hold_id = $1", Guid.Parse(waiting.HoldId)) == 4, "the held order passes");
        (await Should.ThrowAsync<RpcException>(async () => await approver.Policies.PublishPolicyAsync(
            new() { Version = policy.Version }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
    }

    [Fact]
    public async Task One_policy_is_in_force_and_the_former_one_is_superseded()
    {
        using var approver = await Buyer.SomebodyElse(scoring, "qian", Role.Approver);
        var first = await Proposed.Propose(scoring.Client, r => r.ReservationSeconds = 60);
        var next = await Proposed.Propose(scoring.Client, r => r.ReservationSeconds = 120);

        await approver.Policies.PublishPolicyAsync(new() { Version = first.Version });
        await approver.Policies.PublishPolicyAsync(new() { Version = next.Version });

        (await scoring.Client.Policies.GetPolicyAsync(new() { Version = first.Version })).State
            .ShouldBe(PolicyState.Superseded);
        (await scoring.Client.Policies.GetPolicyAsync(new())).Version.ShouldBe(next.Version);
        var buyer = await Buyer.WithLimit(scoring, 100);
        var reservation = (await buyer.Check(10)).Reservation;
        (reservation.ExpiresAt - reservation.CreatedAt).ToTimeSpan().ShouldBe(TimeSpan.FromMinutes(2));
    }
}
