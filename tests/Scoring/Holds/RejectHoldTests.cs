using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Holds;

[Collection(ScoringCollection.Name)]
public sealed class RejectHoldTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_rejected_order_waits_again_however_much_credit_there_is()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(20, "SO-1");

        var rejected = await scoring.Client.Holds.RejectHoldAsync(
            new() { HoldId = held.HoldId, Reason = "no more business" });
        await buyer.Grant(1000);
        var again = await buyer.Check(20, "SO-1");

        (rejected.State, rejected.DecisionReason).ShouldBe((HoldState.Rejected, "no more business"));
        again.Outcome.ShouldBe(OrderOutcome.Held);
        again.Checks.Single(c => c.Outcome == CheckOutcome.Failed).Reason.ShouldBe("ORDER_REJECTED");
        (await scoring.PublishedAsync<HoldDecided>(buyer.Id)).Single().Hold.State.ShouldBe(HoldState.Rejected);
    }
}
