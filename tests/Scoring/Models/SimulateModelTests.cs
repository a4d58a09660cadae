using System.Net.Http.Json;
using Grpc.Core;
using Risk.Scoring.Tests.Engine.Models;
using Risk.Scoring.Tests.Rescorings;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Models;

public sealed class SimulateModelTests(PortfolioFixture scoring) : IClassFixture<PortfolioFixture>
{
    [Fact]
    public async Task Who_would_change_grade_by_what_and_why_is_streamed_and_nothing_is_kept()
    {
        var model = await scoring.PublishAsync(Kind.Trees);

        var published = await Simulate(new() { Version = model.Version });
        var unpublished = await Simulate(new() { Definition = TrainedOnFeatures.Json(Kind.Trees) });

        foreach (var messages in (List<SimulateModelResponse>[])[published, unpublished])
        {
            var (summary, changes) = (messages[^1].Summary, messages.SelectMany(m => m.Changes).ToList());
            messages[^1].CustomersDone.ShouldBe(PortfolioFixture.Customers);
            summary.Customers.ShouldBe(PortfolioFixture.Customers);
            (summary.Better + summary.Worse).ShouldBe(changes.Count);
            summary.GradePairs.Where(p => p.ChampionGrade != p.ChallengerGrade).Sum(p => p.Customers)
                .ShouldBe(changes.Count);
            changes.Count.ShouldBe(PortfolioFixture.Customers);
            changes.ShouldAllBe(c => c.GradeBefore != c.GradeAfter && c.Reasons.Count > 0
                && c.Reasons[0].Zh.Length > 0);
        }
        (await scoring.SqlAsync<long>("SELECT count(*) FROM scores")).ShouldBe(0);
        (await scoring.SqlAsync<long>("SELECT count(*) FROM challenger_scores")).ShouldBe(0);
    }

    [Fact]
    public async Task The_rest_face_streams_too()
    {
        var model = await scoring.PublishAsync(Kind.Scorecard);

        var answer = await scoring.Http.PostAsJsonAsync("/v1/models:simulate", new { version = model.Version });

        answer.IsSuccessStatusCode.ShouldBeTrue();
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"customersDone\":\"300\"");
    }

    [Theory]
    [InlineData(0, "", StatusCode.InvalidArgument)]
    [InlineData(1, "{}", StatusCode.InvalidArgument)]
    [InlineData(0, "{}", StatusCode.InvalidArgument)]
    [InlineData(99_999, "", StatusCode.NotFound)]
    public async Task What_is_no_model_is_refused(int version, string definition, StatusCode code) =>
        (await Should.ThrowAsync<RpcException>(() => Simulate(new() { Version = version, Definition = definition })))
            .StatusCode.ShouldBe(code);

    private async Task<List<SimulateModelResponse>> Simulate(SimulateModelRequest request)
    {
        using var call = scoring.Client.Models.SimulateModel(request);
        var messages = new List<SimulateModelResponse>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            messages.Add(call.ResponseStream.Current);
        return messages;
    }
}
