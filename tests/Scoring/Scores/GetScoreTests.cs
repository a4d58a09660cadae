using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

[Collection(ScoringCollection.Name)]
public sealed class GetScoreTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_score_is_returned_as_it_was_answered()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var answered = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        var score = await scoring.Client.Scores.GetScoreAsync(new() { ScoreId = answered.ScoreId });

        answered.Position = "";
        score.ShouldBe(answered);
    }

    [Fact]
    public async Task A_score_that_does_not_exist_is_not_found() =>
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Scores.GetScoreAsync(
            new() { ScoreId = Guid.CreateVersion7().ToString() }))).StatusCode.ShouldBe(StatusCode.NotFound);
}
