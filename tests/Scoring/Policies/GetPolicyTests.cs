using Grpc.Core;
using Risk.Scoring.Orders;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Policies;

[Collection(ScoringCollection.Name)]
public sealed class GetPolicyTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task The_shipped_rules_and_proposed_ones_are_returned_whole()
    {
        var proposed = await Proposed.Propose(scoring.Client, r => r.ReservationSeconds = 60);

        (await scoring.Client.Policies.GetPolicyAsync(new() { Version = OrderRules.ShippedVersion })).Rules
            .ShouldBe(OrderRules.ShippedRules());
        (await scoring.Client.Policies.GetPolicyAsync(new() { Version = proposed.Version })).Rules
            .ShouldBe(proposed.Rules);
        (await scoring.Http.GetStringAsync($"/v1/policies/{proposed.Version}")).ShouldContain("POLICY_STATE_PENDING");
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Policies.GetPolicyAsync(
            new() { Version = 999_999 }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
