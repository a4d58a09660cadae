using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ProvisionRules;

[Collection(ScoringCollection.Name)]
public sealed class RejectProvisionRulesTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task What_was_rejected_cannot_be_published()
    {
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        var proposed = await ProposedRules.Propose(scoring.Client, r => r.LossUncovered.Value = "0.6");

        (await scoring.Client.ProvisionRules.RejectProvisionRulesAsync(new() { Version = proposed.Version })).State
            .ShouldBe(PolicyState.Rejected);

        (await Should.ThrowAsync<RpcException>(async () => await approver.ProvisionRules.PublishProvisionRulesAsync(
            new() { Version = proposed.Version }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (await Should.ThrowAsync<RpcException>(async () => await approver.ProvisionRules.RejectProvisionRulesAsync(
            new() { Version = 999_999 }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
