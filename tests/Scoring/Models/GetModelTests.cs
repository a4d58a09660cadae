using Grpc.Core;
using Risk.Scoring.Models;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Models;

public sealed class GetModelTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task The_model_that_comes_with_the_software_is_version_one_and_active()
    {
        Model active = new();
        await ServiceFixture<ScoringService>.UntilAsync(async () =>
        {
            try
            {
                active = await scoring.Client.Models.GetModelAsync(new());
                return true;
            }
            catch (RpcException early) when (early.StatusCode == StatusCode.NotFound)
            {
                return false;
            }
        }, "the shipped model");

        (active.Version, active.Name, active.State).ShouldBe((1, "expert", ModelState.Active));
        active.Kind.ShouldBe(ModelKind.ExpertScorecard);
        active.Definition.ShouldBe(System.Text.Encoding.UTF8.GetString(ScoringModels.ShippedDefinition()));
        (await scoring.SqlAsync<long>("SELECT count(*) FROM audit_entries WHERE action = 'models.publish'"))
            .ShouldBe(1);
        (await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Models.GetModelAsync(new() { Version = 99_999 })))
            .StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
