using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Models;

public sealed class ChallengeModelTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_challenger_scores_beside_the_champion_and_is_never_the_grade()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var former = await scoring.PublishAsync(Kind.Scorecard);
        var challenger = await scoring.PublishAsync(Kind.Trees);
        await scoring.Client.Models.ChallengeModelAsync(new() { Version = former.Version });
        (await scoring.Client.Models.ChallengeModelAsync(new() { Version = challenger.Version })).State
            .ShouldBe(ModelState.Challenger);

        var score = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        score.ModelVersion.ShouldBe(1);
        (await scoring.SqlAsync<int>("SELECT challenger_version FROM challenger_scores WHERE score_id = $1",
            Guid.Parse(score.ScoreId))).ShouldBe(challenger.Version);
        (await scoring.PublishedAsync<CustomerScored>(facts.Id)).ShouldAllBe(e => e.Score.ModelVersion == 1);
        (await scoring.Client.Models.GetModelAsync(new() { Version = former.Version })).State
            .ShouldBe(ModelState.Published);
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Models.ChallengeModelAsync(
            new() { Version = 1 }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);

        await scoring.Client.Models.RetireModelAsync(new() { Version = challenger.Version });
        var alone = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
        (await scoring.SqlAsync<long>("SELECT count(*) FROM challenger_scores WHERE score_id = $1",
            Guid.Parse(alone.ScoreId))).ShouldBe(0);
    }
}
