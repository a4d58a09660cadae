using Risk.Scoring.ProvisionRules;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.ProvisionRules;

public sealed class ListProvisionRulesTests(ServiceFixture<ScoringService> scoring)
    : IClassFixture<ServiceFixture<ScoringService>>
{
    [Fact]
    public async Task Versions_are_listed_newest_first_and_the_shipped_one_last()
    {
        var first = await ProposedRules.Propose(scoring.Client, r => r.LossUncovered.Value = "0.5");
        var second = await ProposedRules.Propose(scoring.Client, r => r.LossUncovered.Value = "0.6");

        var page = await scoring.Client.ProvisionRules.ListProvisionRulesAsync(new() { PageSize = 1 });
        var rest = await scoring.Client.ProvisionRules.ListProvisionRulesAsync(
            new() { PageSize = 5, PageToken = page.NextPageToken });

        page.Versions.Concat(rest.Versions).Select(v => v.Version)
            .ShouldBe([second.Version, first.Version, LossRules.ShippedVersion]);
        rest.Versions[^1].State.ShouldBe(PolicyState.InForce);
        page.Versions[0].Rules.ShouldBeNull();
    }
}
