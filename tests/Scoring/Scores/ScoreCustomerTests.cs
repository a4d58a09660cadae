using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

[Collection(ScoringCollection.Name)]
public sealed class ScoreCustomerTests(ServiceFixture<ScoringService> scoring)
{
    private ScoresService.ScoresServiceClient Scores => scoring.Client.Scores;

    [Fact]
    public async Task A_customer_is_scored_on_the_facts_held_now_and_the_result_is_kept_and_told()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);

        var score = await Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        score.Points.ShouldBeInRange(1, 999);
        (score.Model, score.ModelVersion, score.Trigger).ShouldBe(("expert", 1, ScoreTrigger.Request));
        score.Reasons.Count.ShouldBe(4);
        score.Reasons.ShouldAllBe(r => r.Text.En.Length > 0 && r.Text.Zh.Length > 0);
        score.Position.ShouldStartWith("scoring.");
        (await scoring.SqlAsync<int>("SELECT points FROM scores WHERE score_id = $1", Guid.Parse(score.ScoreId)))
            .ShouldBe(score.Points);
        (await scoring.PublishedAsync<CustomerScored>(facts.Id)).ShouldContain(e => e.Score.ScoreId == score.ScoreId);
        (await scoring.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'scores.score'", facts.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task The_first_grade_and_every_other_one_is_told_with_the_former()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var first = await Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
        await Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
        await facts.Change(c => c.Status = CustomerStatus.Insolvent);

        var last = await Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        last.Grade.ShouldBe(Grade.D);
        last.ModelGrade.ShouldBe(first.ModelGrade);
        last.Caps.ShouldHaveSingleItem().Rule.ShouldBe("INSOLVENCY");
        (await scoring.PublishedAsync<GradeChanged>(facts.Id)).Select(e => (e.FormerGrade, e.Grade)).ShouldBe(
            [(Grade.Unspecified, first.Grade), (first.Grade, Grade.D)]);
    }

    [Fact]
    public async Task Payments_made_late_cost_points_and_those_on_time_bring_them()
    {
        var (late, prompt) = (await IntakeFacts.OfRegistered(scoring), await IntakeFacts.OfRegistered(scoring));
        await late.Record(late.Invoice("I1", "100", 120, 90), late.Payment("I1", "100", daysAgo: 30));
        await prompt.Record(prompt.Invoice("I1", "100", 120, 90), prompt.Payment("I1", "100", daysAgo: 90));

        var (slow, quick) = (
            await Scores.ScoreCustomerAsync(new() { CustomerId = late.Id }),
            await Scores.ScoreCustomerAsync(new() { CustomerId = prompt.Id }));

        quick.Points.ShouldBeGreaterThan(slow.Points + 130);
        (await scoring.SqlAsync<decimal>(
            "SELECT payment_index FROM customer_grades WHERE customer_id = $1", Guid.Parse(late.Id))).ShouldBe(40);
        (await scoring.SqlAsync<decimal>(
            "SELECT payment_index FROM customer_grades WHERE customer_id = $1", Guid.Parse(prompt.Id))).ShouldBe(80);
    }

    [Fact]
    public async Task A_score_of_an_earlier_day_leaves_out_later_facts_and_does_not_change_the_grade_that_counts()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await facts.Record(facts.Invoice("I1", "10000", issuedDaysAgo: 400, dueDaysAgo: 370));
        var now = await Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });

        var then = await Scores.ScoreCustomerAsync(new()
        {
            CustomerId = facts.Id,
            AsOfDate = IntakeFacts.Day(facts.Today.AddDays(-371)),
        });

        now.Grade.ShouldBe(Grade.D);
        now.Caps[0].Rule.ShouldBe("OVERDUE_90_DAYS_MATERIAL");
        then.Caps.ShouldBeEmpty();
        then.AsOf.ToDateTimeOffset().UtcDateTime.Date.ShouldBe(
            facts.Today.AddDays(-371).ToDateTime(TimeOnly.MinValue));
        (await scoring.SqlAsync<short>(
            "SELECT grade FROM customer_grades WHERE customer_id = $1", Guid.Parse(facts.Id))).ShouldBe((short)Grade.D);
        var accountNow = await scoring.Client.CreditAccounts.GetCreditAccountAsync(new() { CustomerId = facts.Id });
        var accountThen = await scoring.Client.CreditAccounts.GetCreditAccountAsync(
            new() { CustomerId = facts.Id, AsOfDate = IntakeFacts.Day(facts.Today.AddDays(-300)) });
        accountNow.Grade.ShouldBe(Grade.D);
        (accountThen.Grade, accountThen.ScoreId).ShouldBe((then.Grade, then.ScoreId));
    }

    [Fact]
    public async Task A_request_id_gives_the_first_score_again()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var request = new ScoreCustomerRequest { CustomerId = facts.Id, RequestId = "score-" + facts.Id };
        var first = await Scores.ScoreCustomerAsync(request);
        await facts.Change(c => c.Status = CustomerStatus.Insolvent);

        var second = await Scores.ScoreCustomerAsync(request);

        second.ShouldBe(first);
        (await scoring.PublishedAsync<CustomerScored>(facts.Id))
            .Count(e => e.Score.Trigger == ScoreTrigger.Request).ShouldBe(1);
    }

    [Fact]
    public async Task Facts_that_have_arrived_are_waited_for_and_others_are_said_to_be_behind()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var position = await facts.Change(c => c.Status = CustomerStatus.Insolvent);

        var score = await Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id, NotBefore = position });

        score.Grade.ShouldBe(Grade.D);
        var parts = position.Split('.');
        var future = $"{parts[0]}.{parts[1]}.{ulong.MaxValue}.{parts[3]}";
        await Refused(new() { CustomerId = facts.Id, NotBefore = future }, StatusCode.FailedPrecondition);
    }

    [Theory]
    [InlineData("not-an-id", "", StatusCode.InvalidArgument)]
    [InlineData("018f3f3e-0000-7000-8000-000000000000", "", StatusCode.NotFound)]
    [InlineData("018f3f3e-0000-7000-8000-000000000000", "2026-13-01", StatusCode.InvalidArgument)]
    [InlineData("018f3f3e-0000-7000-8000-000000000000", "2999-01-01", StatusCode.InvalidArgument)]
    public Task What_cannot_be_scored_is_refused(string customerId, string asOf, StatusCode code) =>
        Refused(new() { CustomerId = customerId, AsOfDate = new() { Value = asOf } }, code);

    [Fact]
    public async Task Scores_of_one_customer_at_once_agree_on_one_first_grade()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
            await Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id })));

        (await scoring.PublishedAsync<GradeChanged>(facts.Id)).ShouldHaveSingleItem()
            .FormerGrade.ShouldBe(Grade.Unspecified);
        (await scoring.PublishedAsync<CustomerScored>(facts.Id)).Count(e => e.Score.Trigger == ScoreTrigger.Request)
            .ShouldBeLessThanOrEqualTo(1);
    }

    private async Task Refused(ScoreCustomerRequest request, StatusCode code) =>
        (await Should.ThrowAsync<RpcException>(async () => await Scores.ScoreCustomerAsync(request)))
            .StatusCode.ShouldBe(code);
}
