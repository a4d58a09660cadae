using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

[Collection(ScoringCollection.Name)]
public sealed class ProposedLimitTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_proposal_alone_changes_no_account_and_tells_of_no_change()
    {
        var buyer = await Buyer.WithLimit(scoring, 0);
        var before = await buyer.Change(new() { DunningLevel = 1 }, "dunning_level");

        var proposed = await buyer.Grant(1_000_001);
        var (told, etag) = (await scoring.PublishedAsync<CreditAccountChanged>(buyer.Id), proposed.CreditAccount.Etag);
        var both = await buyer.Change(
            new() { Limit = buyer.Money(1_000_002), DunningLevel = 2 }, "limit", "dunning_level");

        (proposed.LimitChange.State, etag).ShouldBe((LimitChangeState.Pending, before.CreditAccount.Etag));
        told.Count.ShouldBe(1);
        both.CreditAccount.Etag.ShouldNotBe(etag);
        (await scoring.PublishedAsync<CreditAccountChanged>(buyer.Id)).Last().ChangedFields.ShouldBe(["dunning_level"]);
    }
}
