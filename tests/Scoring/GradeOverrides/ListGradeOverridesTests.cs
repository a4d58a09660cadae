using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.GradeOverrides;

[Collection(ScoringCollection.Name)]
public sealed class ListGradeOverridesTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Overrides_are_listed_newest_first()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var first = await facts.ProposeAsync(scoring, Grade.Aa);
        var second = await facts.ProposeAsync(scoring, Grade.Bb);

        (await scoring.Client.GradeOverrides.ListGradeOverridesAsync(new() { CustomerId = facts.Id })).GradeOverrides
            .ShouldBe([second, first]);
    }
}
