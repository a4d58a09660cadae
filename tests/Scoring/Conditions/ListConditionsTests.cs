using Grpc.Core;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Conditions;

[Collection(ScoringCollection.Name)]
public sealed class ListConditionsTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Conditions_are_listed_newest_first()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        foreach (var text in (string[])["deposit", "agreement"])
        {
            await scoring.Client.Conditions.AddConditionAsync(
                new() { CustomerId = buyer.Id, Condition = new() { Text = text } });
        }

        (await scoring.Client.Conditions.ListConditionsAsync(new() { CustomerId = buyer.Id })).Conditions
            .Select(c => c.Text).ShouldBe(["agreement", "deposit"]);
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Conditions.ListConditionsAsync(
            new() { CustomerId = "nobody" }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
