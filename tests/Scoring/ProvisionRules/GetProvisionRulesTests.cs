using Grpc.Core;
using Risk.Scoring.ProvisionRules;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ProvisionRules;

[Collection(ScoringCollection.Name)]
public sealed class GetProvisionRulesTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task The_shipped_rules_and_proposed_ones_are_returned_whole()
    {
        var proposed = await ProposedRules.Propose(scoring.Client, r => r.LossUncovered.Value = "0.6");

        (await scoring.Client.ProvisionRules.GetProvisionRulesAsync(new() { Version = LossRules.ShippedVersion }))
            .Rules.ShouldBe(LossRules.ShippedRules());
        (await scoring.Client.ProvisionRules.GetProvisionRulesAsync(new() { Version = proposed.Version })).Rules
            .ShouldBe(proposed.Rules);
        (await scoring.Http.GetStringAsync($"/v1/provisionRules/{proposed.Version}"))
            .ShouldContain("POLICY_STATE_PENDING");
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.ProvisionRules.GetProvisionRulesAsync(
            new() { Version = 999_999 }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
