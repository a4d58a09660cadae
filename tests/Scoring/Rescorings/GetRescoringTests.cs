using Grpc.Core;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Rescorings;

[Collection(ScoringCollection.Name)]
public sealed class GetRescoringTests(ServiceFixture<ScoringService> scoring)
{
    [Theory]
    [InlineData("x", StatusCode.InvalidArgument)]
    [InlineData("018f3f3e-0000-7000-8000-000000000000", StatusCode.NotFound)]
    public async Task One_that_is_not_there_is_not_found(string id, StatusCode code) =>
        (await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Rescorings.GetRescoringAsync(new() { RescoringId = id }))).StatusCode.ShouldBe(code);
}
