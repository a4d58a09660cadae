using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

[Collection(ScoringCollection.Name)]
public sealed class ListScoresTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Scores_are_listed_newest_first_page_by_page()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await scoring.SqlAsync("DELETE FROM rescore_queue WHERE customer_id = $1", Guid.Parse(facts.Id));
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await scoring.Client.Scores.ScoreCustomerAsync(
                new() { CustomerId = facts.Id, Anew = true })).ScoreId);
        }

        var listed = new List<string>();
        var token = "";
        do
        {
            var page = await scoring.Client.Scores.ListScoresAsync(
                new() { CustomerId = facts.Id, PageSize = 2, PageToken = token });
            listed.AddRange(page.Scores.Where(s => s.Trigger == ScoreTrigger.Request).Select(s => s.ScoreId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        listed.ShouldBe(ids);
    }

    [Fact]
    public async Task A_known_customer_without_scores_has_none_and_an_unknown_one_is_not_found()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var unknown = Guid.CreateVersion7().ToString();

        (await scoring.Client.Scores.ListScoresAsync(new() { CustomerId = facts.Id })).NextPageToken.ShouldBe("");
        (await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Scores.ListScoresAsync(new() { CustomerId = unknown })))
            .StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
