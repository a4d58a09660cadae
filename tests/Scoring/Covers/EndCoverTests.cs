using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Covers;

[Collection(ScoringCollection.Name)]
public sealed class EndCoverTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_second_person_ends_a_cover_and_the_held_order_goes_ahead()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var cover = await scoring.Client.Covers.AddCoverAsync(new()
        {
            CustomerId = buyer.Id,
            Cover = new()
            {
                Kind = CoverKind.BankGuarantee,
                Provider = "Harbour Bank",
                Amount = buyer.Money(50),
                StopShipmentOn = Scoring.Ledger.Amounts.ToContract(buyer.Today),
            },
        });
        var held = await buyer.Check(10, "SO-1");
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);

        var own = await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Covers.EndCoverAsync(
            new() { CoverId = cover.CoverId, Reason = "replaced" }));
        var ended = await second.Covers.EndCoverAsync(new() { CoverId = cover.CoverId, Reason = "replaced" });

        held.Checks.Single(c => c.Outcome == CheckOutcome.Failed).Reason.ShouldBe("COVER_SHIPMENTS_STOPPED");
        own.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (ended.EndedBy, ended.EndReason).ShouldBe(("zhao", "replaced"));
        await ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<short>(
            "SELECT state FROM holds WHERE hold_id = $1", Guid.Parse(held.HoldId)) == 4, "the held order passes");
        (await Should.ThrowAsync<RpcException>(async () => await second.Covers.EndCoverAsync(
            new() { CoverId = cover.CoverId, Reason = "again" }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (await Should.ThrowAsync<RpcException>(async () => await second.Covers.EndCoverAsync(
            new() { CoverId = "none", Reason = "again" }))).StatusCode.ShouldBe(StatusCode.NotFound);
    }
}
