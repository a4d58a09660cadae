using Grpc.Core;
using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.Tests.Models;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.GradeOverrides;

[Collection(ScoringCollection.Name)]
public sealed class RejectGradeOverrideTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task What_was_rejected_is_never_approved()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        using var approver = await scoring.ApproverAsync("zheng");
        var proposed = await facts.ProposeAsync(scoring, Grade.Aa);

        var rejected = await scoring.Client.GradeOverrides.RejectGradeOverrideAsync(
            new() { GradeOverrideId = proposed.GradeOverrideId });

        rejected.State.ShouldBe(GradeOverrideState.Rejected);
        (await Should.ThrowAsync<RpcException>(async () => await approver.GradeOverrides.ApproveGradeOverrideAsync(
            new() { GradeOverrideId = proposed.GradeOverrideId }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
    }
}
