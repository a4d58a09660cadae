using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Covers;

[Collection(ScoringCollection.Name)]
public sealed class ListCoversTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Covers_are_listed_newest_first_also_over_rest()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        foreach (var provider in (string[])["Hansea", "Harbour Bank"])
        {
            await scoring.Client.Covers.AddCoverAsync(new()
            {
                CustomerId = buyer.Id,
                Cover = new() { Kind = CoverKind.Deposit, Provider = provider, Amount = buyer.Money(5) },
            });
        }

        (await scoring.Client.Covers.ListCoversAsync(new() { CustomerId = buyer.Id })).Covers
            .Select(c => (c.Provider, c.Share.Value)).ShouldBe([("Harbour Bank", "1.00"), ("Hansea", "1.00")]);
        (await scoring.Http.GetStringAsync($"/v1/customers/{buyer.Id}/covers")).ShouldContain("COVER_KIND_DEPOSIT");
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Covers.ListCoversAsync(
            new() { CustomerId = Guid.CreateVersion7().ToString() }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
