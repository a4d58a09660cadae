using Risk.Client;
using Risk.Intake.V1;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.Tests.GradeOverrides;
using Risk.Scoring.Tests.Models;
using Risk.Scoring.Tests.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Scores;

/// <summary>When a kept score is the answer, and when it no longer is.</summary>
public sealed class CurrentScoresTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task While_nothing_changes_the_kept_score_is_the_answer_and_nothing_is_written()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var first = await ScoreAsync(facts);
        var before = await WrittenAsync();

        var second = await ScoreAsync(facts);
        var third = await scoring.Client.Scores.ScoreCustomerAsync(
            new() { CustomerId = facts.Id, AsOfDate = IntakeFacts.Day(facts.Today), RequestId = $"r-{facts.Id}" });

        first.Position.ShouldStartWith("scoring.");
        first.Position = "";
        second.ShouldBe(first);
        third.ShouldBe(first);
        (await WrittenAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Who_wants_another_one_all_the_same_gets_it()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var first = await ScoreAsync(facts);

        var anew = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id, Anew = true });

        anew.ScoreId.ShouldNotBe(first.ScoreId);
        (await ScoreAsync(facts)).ScoreId.ShouldBe(anew.ScoreId);
    }

    [Theory]
    [InlineData("master data")]
    [InlineData("statement")]
    [InlineData("documents")]
    [InlineData("model")]
    [InlineData("challenger")]
    [InlineData("override")]
    [InlineData("software")]
    public async Task Whatever_a_score_rests_on_brings_another_one_when_it_changes(string what)
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var before = await ScoreAsync(facts);
        using var approver = await scoring.ApproverAsync("wu");

        await ((Task)(what switch
        {
            "master data" => facts.Change(c => c.CountryCode = "BR"),
            "statement" => facts.Deliver(new StatementFiled { Statement = facts.Statement(endedDaysAgo: 100) }),
            "documents" => facts.Record(facts.Invoice("I1", "100", issuedDaysAgo: 60, dueDaysAgo: 30)),
            "model" => ActivateAsync(approver),
            "challenger" => ChallengeAsync(),
            "override" => OverrideAsync(facts, approver),
            _ => scoring.SqlAsync("UPDATE customer_grades SET software = gen_random_uuid()"),
        }));
        var after = await ScoreAsync(facts);

        after.ScoreId.ShouldNotBe(before.ScoreId);
        (await ScoreAsync(facts)).ScoreId.ShouldBe(after.ScoreId);
        if (what == "model")
            await approver.Models.ActivateModelAsync(new() { Version = 1, KeepScores = true });
    }

    [Fact]
    public async Task Facts_that_another_instance_has_applied_are_seen_at_once_by_everybody()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await using var second = await SecondInstance.StartAsync(scoring);
        RiskClient[] instances = [scoring.Client, second.Client];

        for (var round = 0; round < 20; round++)
        {
            var isInsolvent = round % 2 == 1;
            var position = await facts.Change(
                c => c.Status = isInsolvent ? CustomerStatus.Insolvent : CustomerStatus.Active);
            var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async caller =>
                await instances[caller % 2].Scores.ScoreCustomerAsync(new()
                {
                    CustomerId = facts.Id,
                    NotBefore = caller % 4 < 2 ? position : "",
                })));
            answers.ShouldAllBe(score => score.Grade == Grade.D == isInsolvent);
            answers.Select(score => score.ScoreId).Distinct().Count().ShouldBe(1);
        }
    }

    [Fact]
    public async Task Many_customers_asked_for_at_once_each_get_their_own_score()
    {
        var customers = new List<IntakeFacts>();
        var expected = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 12; i++)
        {
            customers.Add(await IntakeFacts.OfRegistered(scoring));
            expected[customers[i].Id] = (await ScoreAsync(customers[i])).ScoreId;
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 240).Select(async i =>
            await ScoreAsync(customers[i % customers.Count])));

        answers.ShouldAllBe(score => expected[score.CustomerId] == score.ScoreId);
    }

    [Fact]
    public async Task A_connection_that_the_database_has_ended_is_opened_again_for_who_asks_next()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var first = await ScoreAsync(facts);
        (await ScoreAsync(facts)).ScoreId.ShouldBe(first.ScoreId);

        var ended = await scoring.SqlAsync<long>(
            """
            SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
            WHERE datname = current_database() AND usename = 'scoring_runtime'
              AND (query LIKE '%FROM customer_grades g LEFT JOIN facts_versions f%'
                OR query LIKE '%FROM idempotency WHERE caller = ANY($1) AND request_id = ANY($2)%')
            """);

        ended.ShouldBeGreaterThan(0);
        (await ScoreAsync(facts)).ScoreId.ShouldBe(first.ScoreId);
    }

    private async Task<Score> ScoreAsync(IntakeFacts facts) =>
        await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

    private Task<long> WrittenAsync() => scoring.SqlAsync<long>(
        "SELECT (SELECT count(*) FROM scores) + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM audit_entries)");

    private async Task ActivateAsync(RiskClient approver) => await approver.Models.ActivateModelAsync(
        new() { Version = (await scoring.PublishAsync(Kind.Logistic)).Version, KeepScores = true });

    private async Task ChallengeAsync() => await scoring.Client.Models.ChallengeModelAsync(
        new() { Version = (await scoring.PublishAsync(Kind.Trees)).Version });

    private async Task OverrideAsync(IntakeFacts facts, RiskClient approver)
    {
        var proposed = await facts.ProposeAsync(scoring, Grade.Bb);
        await approver.GradeOverrides.ApproveGradeOverrideAsync(new() { GradeOverrideId = proposed.GradeOverrideId });
    }
}
