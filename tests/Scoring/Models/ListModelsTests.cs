using Risk.Testing;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Models;

[Collection(ScoringCollection.Name)]
public sealed class ListModelsTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Models_are_listed_newest_first_page_by_page_without_their_definitions()
    {
        var first = await scoring.PublishAsync(Kind.Scorecard);
        var next = await scoring.PublishAsync(Kind.Logistic);

        var page = await scoring.Client.Models.ListModelsAsync(new() { PageSize = 1 });
        var rest = await scoring.Client.Models.ListModelsAsync(
            new() { PageSize = 100, PageToken = page.NextPageToken });

        page.Models.ShouldHaveSingleItem().Version.ShouldBeGreaterThanOrEqualTo(next.Version);
        rest.Models.Select(m => m.Version).ShouldContain(first.Version);
        rest.Models.ShouldAllBe(m => m.Definition.Length == 0 && m.Version < page.Models[0].Version);
    }
}
