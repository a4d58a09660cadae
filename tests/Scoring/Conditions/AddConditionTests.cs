using Grpc.Core;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Conditions;

[Collection(ScoringCollection.Name)]
public sealed class AddConditionTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task Orders_wait_for_a_condition_from_its_day_on()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await scoring.Client.Conditions.AddConditionAsync(new()
        {
            CustomerId = buyer.Id,
            Condition = new()
            {
                Text = "signed agreement",
                DueOn = Scoring.Ledger.Amounts.ToContract(buyer.Today.AddDays(1)),
            },
        });

        (await buyer.Check(10, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);
        scoring.Clock.Advance(TimeSpan.FromDays(1));
        var held = await buyer.Check(10, "SO-1");

        held.Checks.Single(c => c.Outcome == CheckOutcome.Failed).Reason.ShouldBe("CONDITION_UNMET");
        held.Remedies.Single().Kind.ShouldBe(RemedyKind.MeetConditions);
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Conditions.AddConditionAsync(
            new() { CustomerId = buyer.Id, Condition = new() }))).Status.Detail.ShouldContain("condition.text");
    }
}
