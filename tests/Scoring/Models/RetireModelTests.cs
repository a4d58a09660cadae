using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;
using Kind = Risk.Scoring.Engine.Training.ModelKind;

namespace Risk.Scoring.Tests.Models;

[Collection(ScoringCollection.Name)]
public sealed class RetireModelTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_retired_model_is_out_of_use_for_good_and_the_active_one_stays()
    {
        using var approver = await scoring.ApproverAsync("sun");
        var model = await scoring.PublishAsync(Kind.Scorecard);

        var retired = await scoring.Client.Models.RetireModelAsync(new() { Version = model.Version });

        retired.State.ShouldBe(ModelState.Retired);
        foreach (var refused in (Func<Task>[])
        [
            async () => await approver.Models.ActivateModelAsync(new() { Version = model.Version }),
            async () => await scoring.Client.Models.ChallengeModelAsync(new() { Version = model.Version }),
            async () => await scoring.Client.Models.RetireModelAsync(new() { Version = model.Version }),
            async () => await scoring.Client.Models.RetireModelAsync(new() { Version = 1 }),
        ])
        {
            (await Should.ThrowAsync<RpcException>(refused)).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        }
    }
}
