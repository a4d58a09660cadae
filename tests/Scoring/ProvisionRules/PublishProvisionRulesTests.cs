using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ProvisionRules;

public sealed class PublishProvisionRulesTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_second_person_puts_rules_in_force_and_figures_follow_at_once()
    {
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        var buyer = await Buyer.WithLimit(scoring, 10_000);
        await buyer.Record(buyer.Invoice("I1", 1_000, dueDaysAgo: 10));
        var former = await ProposedRules.Propose(scoring.Client, r => r.LossUncovered.Value = "0.5");
        await approver.ProvisionRules.PublishProvisionRulesAsync(new() { Version = former.Version });
        var next = await ProposedRules.Propose(scoring.Client, r =>
            r.Of(V1.Grade.Unspecified).Days1To30.Value = "0.06");

        var own = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.ProvisionRules.PublishProvisionRulesAsync(new() { Version = next.Version }));
        var before = await scoring.Client.ExpectedLosses.GetExpectedLossAsync(new() { CustomerId = buyer.Id });
        var published = await approver.ProvisionRules.PublishProvisionRulesAsync(new() { Version = next.Version });
        var after = await scoring.Client.ExpectedLosses.GetExpectedLossAsync(new() { CustomerId = buyer.Id });

        own.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (published.State, published.DecidedBy).ShouldBe((PolicyState.InForce, "zhao"));
        (before.RulesVersion, before.Provision.Provision_.Amount).ShouldBe((former.Version, "30.00"));
        (after.RulesVersion, after.Provision.Provision_.Amount).ShouldBe((next.Version, "60.00"));
        (await scoring.Client.ProvisionRules.GetProvisionRulesAsync(new() { Version = former.Version })).State
            .ShouldBe(PolicyState.Superseded);
        (await scoring.Client.ProvisionRules.GetProvisionRulesAsync(new())).Version.ShouldBe(next.Version);
        (await Should.ThrowAsync<RpcException>(async () => await approver.ProvisionRules.PublishProvisionRulesAsync(
            new() { Version = next.Version }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
    }
}
