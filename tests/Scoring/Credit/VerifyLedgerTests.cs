using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

[Collection(ScoringCollection.Name)]
public sealed class VerifyLedgerTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task What_is_kept_is_compared_with_the_documents_and_every_difference_is_told()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Invoice("I1", 30), buyer.Payment("P1", 10, "I1"));
        await buyer.Check(20);

        var before = await scoring.Client.CreditAccounts.VerifyLedgerAsync(new() { CustomerId = buyer.Id });
        await scoring.SqlAsync("UPDATE exposures SET receivable = receivable + 1 WHERE customer_id = $1",
            Guid.Parse(buyer.Id));
        var after = await scoring.Http.GetFromJsonAsync<JsonElement>($"/v1/customers/{buyer.Id}/credit:verify");

        (before.Holds, before.Documents, before.Differences.Count).ShouldBe((true, 2, 0));
        after.GetProperty("holds").GetBoolean().ShouldBeFalse();
        after.GetProperty("differences").EnumerateArray().Select(d => d.GetString()!.Split(':')[0])
            .ShouldBe(["CNY replayed", "CNY lines", "CNY transfers"]);
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.CreditAccounts.VerifyLedgerAsync(
            new() { CustomerId = Guid.CreateVersion7().ToString() }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
