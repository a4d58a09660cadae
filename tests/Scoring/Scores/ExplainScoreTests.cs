using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Risk.Intake.V1;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

[Collection(ScoringCollection.Name)]
public sealed class ExplainScoreTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task The_points_of_factors_and_groups_add_up_to_the_score()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await facts.Deliver(new StatementFiled { Statement = facts.Statement(endedDaysAgo: 100) });
        var score = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        var explained = await scoring.Client.Scores.ExplainScoreAsync(new() { ScoreId = score.ScoreId });

        explained.Factors.Sum(f => Number(f.Points)).ShouldBe(score.Points);
        explained.Groups.Sum(g => Number(g.Points)).ShouldBe(score.Points);
        explained.Groups.Sum(g => Number(g.Weight)).ShouldBe(1);
        explained.Factors.Sum(f => Number(f.PointsBest)).ShouldBe(1000);
        explained.Factors.ShouldAllBe(f => f.Value == null == (f.MissingReason != null) && f.Text.Zh.Length > 0);
        var ratio = explained.Factors.Single(f => f.Factor == "current_ratio");
        (ratio.Value.Value, ratio.Bin, ratio.Unit).ShouldBe(("1.5", "[1.4, 1.8)", "ratio"));
        ratio.AsOf.ShouldBe(IntakeFacts.Day(facts.Today.AddDays(-100)));
    }

    [Fact]
    public async Task An_explanation_stays_what_it_was_when_the_facts_change()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var score = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
        var before = await scoring.Client.Scores.ExplainScoreAsync(new() { ScoreId = score.ScoreId });

        await facts.Change(c => c.CountryCode = "RU");

        (await scoring.Client.Scores.ExplainScoreAsync(new() { ScoreId = score.ScoreId })).ShouldBe(before);
        before.ChangesToNextGrade.ShouldNotBeEmpty();
        ((int)before.NextGrade).ShouldBe((int)score.Grade - 1);
    }

    [Fact]
    public async Task The_rest_face_scores_and_explains()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);

        var answer = await scoring.Http.PostAsJsonAsync($"/v1/customers/{facts.Id}:score", new { });
        var score = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var explained = await scoring.Http.GetFromJsonAsync<JsonElement>(
            $"/v1/scores/{score.GetProperty("scoreId").GetString()}:explain");

        explained.GetProperty("score").GetProperty("points").GetInt32()
            .ShouldBe(score.GetProperty("points").GetInt32());
    }

    private static decimal Number(Types.V1.Decimal number) => decimal.Parse(number.Value, CultureInfo.InvariantCulture);
}
