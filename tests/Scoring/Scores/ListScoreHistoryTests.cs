using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

public sealed class ListScoreHistoryTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task Every_score_is_told_against_the_one_of_older_facts_page_by_page()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var now = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
        await facts.Change(c => c.CountryCode = "RU");
        var later = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
        var ofThen = await scoring.Client.Scores.ScoreCustomerAsync(new()
        {
            CustomerId = facts.Id,
            AsOfDate = IntakeFacts.Day(facts.Today.AddDays(-30)),
        });

        var page = await scoring.Client.Scores.ListScoreHistoryAsync(new() { CustomerId = facts.Id, PageSize = 2 });
        var rest = await scoring.Client.Scores.ListScoreHistoryAsync(
            new() { CustomerId = facts.Id, PageSize = 2, PageToken = page.NextPageToken });

        page.Comparisons.Select(c => (c.ScoreId, c.FormerScoreId)).ShouldBe(
            [(later.ScoreId, now.ScoreId), (now.ScoreId, ofThen.ScoreId)]);
        page.Comparisons[0].Text.En.ShouldContain("country risk class 2→7 (−38)");
        rest.Comparisons.ShouldHaveSingleItem().Text.En.ShouldStartWith("First score: ");
        rest.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customer_who_is_not_known_has_no_history() =>
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Scores.ListScoreHistoryAsync(
            new() { CustomerId = "018f3f3e-0000-7000-8000-000000000000" }))).StatusCode.ShouldBe(StatusCode.NotFound);
}
