using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Credit;

[Collection(ScoringCollection.Name)]
public sealed class ListLimitChangesTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task The_history_is_listed_newest_first_and_a_later_change_supersedes_a_pending_one()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Grant(5_000_000);
        await buyer.Grant(200);

        var first = await scoring.Client.CreditAccounts.ListLimitChangesAsync(
            new() { CustomerId = buyer.Id, PageSize = 2 });
        var rest = await scoring.Client.CreditAccounts.ListLimitChangesAsync(
            new() { CustomerId = buyer.Id, PageSize = 2, PageToken = first.NextPageToken });

        first.LimitChanges.Concat(rest.LimitChanges).Select(c => (c.Proposed.Limit.Amount, c.State)).ShouldBe(
        [
            ("200.00", LimitChangeState.Written), ("5000000.00", LimitChangeState.Superseded),
            ("100.00", LimitChangeState.Written),
        ]);
        rest.NextPageToken.ShouldBeEmpty();
    }
}
