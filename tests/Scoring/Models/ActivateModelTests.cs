using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.Tests.Orders;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Models;

public sealed class ActivateModelTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_second_person_activates_a_model_and_every_instance_scores_by_it_at_once()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await using var second = await SecondInstance.StartAsync(scoring);
        using var approver = await scoring.ApproverAsync();
        var model = await scoring.PublishAsync(Kind.Trees);
        (await ScoreBy(second.Client, facts.Id)).ModelVersion.ShouldBe(1);

        var own = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Models.ActivateModelAsync(new() { Version = model.Version }));
        var activated = await approver.Models.ActivateModelAsync(new() { Version = model.Version });

        own.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (activated.State, activated.ActivatedBy).ShouldBe((ModelState.Active, "zhao"));
        foreach (var instance in (Client.RiskClient[])[scoring.Client, second.Client])
        {
            var score = await ScoreBy(instance, facts.Id);
            (score.Model, score.ModelVersion).ShouldBe(("trees", model.Version));
        }
        (await scoring.Client.Models.GetModelAsync(new())).Version.ShouldBe(model.Version);
        var told = (await scoring.PublishedAsync<ActiveModelChanged>("models")).Last();
        (told.Model.Version, told.FormerVersion).ShouldBe((model.Version, 1));
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'models.activate'"))
            .ShouldBeGreaterThan(0);
        await approver.Models.ActivateModelAsync(new() { Version = 1 });
        (await ScoreBy(second.Client, facts.Id)).ModelVersion.ShouldBe(1);
    }

    [Fact]
    public async Task A_score_by_trees_is_explained_with_reasons_and_the_way_to_the_next_grade()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        await facts.Record(facts.Invoice("I1", "100", 120, 90), facts.Payment("I1", "100", daysAgo: 30));
        await facts.Deliver(new Intake.V1.StatementFiled { Statement = facts.Statement(endedDaysAgo: 100) });
        using var approver = await scoring.ApproverAsync("qian");
        var model = await scoring.PublishAsync(Kind.Trees);
        await approver.Models.ActivateModelAsync(new() { Version = model.Version });

        var score = await ScoreBy(scoring.Client, facts.Id);
        var explained = await scoring.Client.Scores.ExplainScoreAsync(new() { ScoreId = score.ScoreId });

        (Number(explained.PointsBase) + explained.Factors.Sum(f => Number(f.Points))).ShouldBe(score.Points);
        explained.Factors.ShouldAllBe(f => f.PointsBest == null);
        score.Reasons.ShouldContain(r => r.Factor == "days_beyond_terms" && r.Text.Zh.Contains("天"));
        explained.ChangesToNextGrade.ShouldNotBeEmpty();
        ((int)explained.NextGrade).ShouldBe((int)score.Grade - 1);
        explained.ChangesToNextGrade.ShouldNotContain(c => c.Factor == "company_age_years");
        await approver.Models.ActivateModelAsync(new() { Version = 1 });
    }

    private static async Task<Score> ScoreBy(Client.RiskClient client, string customer) =>
        await client.Scores.ScoreCustomerAsync(new() { CustomerId = customer });

    private static decimal Number(Types.V1.Decimal value) =>
        decimal.Parse(value.Value, System.Globalization.CultureInfo.InvariantCulture);
}
