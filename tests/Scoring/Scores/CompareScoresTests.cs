using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

public sealed class CompareScoresTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_score_is_compared_with_the_one_before_it_or_with_the_one_that_is_named()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var first = await Score(facts);
        await facts.Record(facts.Invoice("I1", "100", 120, 60), facts.Payment("I1", "100", daysAgo: 20));
        var second = await Score(facts);
        await facts.Change(c => c.CountryCode = "RU");
        var third = await Score(facts);

        var beforeIt = await Compare(third.ScoreId);
        var named = await Compare(third.ScoreId, first.ScoreId);

        (beforeIt.FormerScoreId, named.FormerScoreId).ShouldBe((second.ScoreId, first.ScoreId));
        beforeIt.Factors.Select(f => f.Factor).ShouldBe(["country_risk"]);
        named.Factors.Select(f => f.Factor).ShouldContain("days_beyond_terms");
        named.Factors.Sum(f => int.Parse(f.PointsDifference.Value, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(third.Points - first.Points);
        (await Compare(first.ScoreId)).Text.En.ShouldStartWith("First score: ");
    }

    [Fact]
    public async Task Scores_of_two_customers_are_not_compared()
    {
        var (one, other) = (await IntakeFacts.OfRegistered(scoring), await IntakeFacts.OfRegistered(scoring));
        var (score, foreign) = (await Score(one), await Score(other));

        (await Should.ThrowAsync<RpcException>(() => Compare(score.ScoreId, foreign.ScoreId)))
            .StatusCode.ShouldBe(StatusCode.NotFound);
    }

    private async Task<Score> Score(IntakeFacts facts) =>
        await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

    private async Task<ScoreComparison> Compare(string score, string former = "") =>
        await scoring.Client.Scores.CompareScoresAsync(new() { ScoreId = score, FormerScoreId = former });
}
