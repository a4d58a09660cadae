using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Decisions;

[Collection(ScoringCollection.Name)]
public sealed class ListDecisionsTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Decisions_are_listed_newest_first_by_pages_and_by_order()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        for (var i = 1; i <= 3; i++)
            await buyer.Check(40, $"SO-{i}");
        await buyer.Check(50, "SO-1");

        var first = await scoring.Client.Decisions.ListDecisionsAsync(new() { CustomerId = buyer.Id, PageSize = 3 });
        var rest = await scoring.Client.Decisions.ListDecisionsAsync(
            new() { CustomerId = buyer.Id, PageSize = 3, PageToken = first.NextPageToken });
        var ofOne = await scoring.Client.Decisions.ListDecisionsAsync(
            new() { CustomerId = buyer.Id, OrderRef = new() { System = "erp", Id = "SO-1" } });

        first.Decisions.Concat(rest.Decisions).Select(d => (d.OrderRef.Id, d.Amount.Amount, d.Outcome)).ShouldBe(
        [
            ("SO-1", "50.00", OrderOutcome.Approved), ("SO-3", "40.00", OrderOutcome.Held),
            ("SO-2", "40.00", OrderOutcome.Approved), ("SO-1", "40.00", OrderOutcome.Approved),
        ]);
        rest.NextPageToken.ShouldBeEmpty();
        ofOne.Decisions.Select(d => d.Amount.Amount).ShouldBe(["50.00", "40.00"]);
        ofOne.Decisions.ShouldAllBe(d => d.Cause == DecisionCause.Check && d.RulesVersion > 0);
    }
}
