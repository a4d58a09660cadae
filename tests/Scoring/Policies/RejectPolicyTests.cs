using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Policies;

[Collection(ScoringCollection.Name)]
public sealed class RejectPolicyTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task What_was_rejected_cannot_be_published()
    {
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        var policy = await Proposed.Propose(scoring.Client, r => r.ReservationSeconds = 60);

        (await scoring.Client.Policies.RejectPolicyAsync(new() { Version = policy.Version })).State
            .ShouldBe(PolicyState.Rejected);

        (await Should.ThrowAsync<RpcException>(async () => await approver.Policies.PublishPolicyAsync(
            new() { Version = policy.Version }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (await Should.ThrowAsync<RpcException>(async () => await approver.Policies.RejectPolicyAsync(
            new() { Version = 999_999 }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
