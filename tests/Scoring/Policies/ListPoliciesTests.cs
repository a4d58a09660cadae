using Risk.Scoring.Orders;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Policies;

public sealed class ListPoliciesTests(ServiceFixture<ScoringService> scoring)
    : IClassFixture<ServiceFixture<ScoringService>>
{
    [Fact]
    public async Task Policies_are_listed_newest_first_and_the_shipped_one_last()
    {
        var first = await Proposed.Propose(scoring.Client, r => r.ReservationSeconds = 60);
        var second = await Proposed.Propose(scoring.Client, r => r.ReservationSeconds = 61);

        var page = await scoring.Client.Policies.ListPoliciesAsync(new() { PageSize = 1 });
        var rest = await scoring.Client.Policies.ListPoliciesAsync(
            new() { PageSize = 5, PageToken = page.NextPageToken });

        page.Policies.Concat(rest.Policies).Select(p => p.Version)
            .ShouldBe([second.Version, first.Version, OrderRules.ShippedVersion]);
        rest.Policies[^1].State.ShouldBe(PolicyState.InForce);
        page.Policies[0].Rules.ShouldBeNull();
    }
}
