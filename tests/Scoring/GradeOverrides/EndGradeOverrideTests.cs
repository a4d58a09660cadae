using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.Tests.Models;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.GradeOverrides;

public sealed class EndGradeOverrideTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_second_person_ends_it_and_the_model_is_heard_again_at_once()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        using var approver = await scoring.ApproverAsync();
        var proposed = await facts.ProposeAsync(scoring, Grade.Cc);
        await approver.GradeOverrides.ApproveGradeOverrideAsync(new() { GradeOverrideId = proposed.GradeOverrideId });

        var own = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.GradeOverrides.EndGradeOverrideAsync(
                new() { GradeOverrideId = proposed.GradeOverrideId }));
        var ended = await approver.GradeOverrides.EndGradeOverrideAsync(
            new() { GradeOverrideId = proposed.GradeOverrideId });

        own.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (ended.State, ended.EndedBy).ShouldBe((GradeOverrideState.Ended, "zhao"));
        var score = await facts.LatestAsync(scoring);
        (score.Grade, score.ManualOverride).ShouldBe((score.RuledGrade, null));
        (await scoring.PublishedAsync<GradeChanged>(facts.Id))[^1].FormerGrade.ShouldBe(Grade.Cc);
    }
}
