using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Conditions;

[Collection(ScoringCollection.Name)]
public sealed class MeetConditionTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_second_person_states_that_it_is_met_and_the_held_order_goes_ahead()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var condition = await scoring.Client.Conditions.AddConditionAsync(
            new() { CustomerId = buyer.Id, Condition = new() { Text = "deposit of 10,000" } });
        var held = await buyer.Check(10, "SO-1");
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Finance);
        var request = new MeetConditionRequest { ConditionId = condition.ConditionId, Evidence = "bank slip 17" };

        (await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Conditions.MeetConditionAsync(request))).StatusCode
            .ShouldBe(StatusCode.FailedPrecondition);
        var met = await second.Conditions.MeetConditionAsync(request);

        held.Outcome.ShouldBe(OrderOutcome.Held);
        (met.MetBy, met.Evidence).ShouldBe(("zhao", "bank slip 17"));
        await ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<short>(
            "SELECT state FROM holds WHERE hold_id = $1", Guid.Parse(held.HoldId)) == 4, "the held order passes");
        (await Should.ThrowAsync<RpcException>(async () => await second.Conditions.MeetConditionAsync(
            new() { ConditionId = condition.ConditionId, Evidence = "bank slip 18" }))).StatusCode
            .ShouldBe(StatusCode.FailedPrecondition);
    }
}
