using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Holds;

[Collection(ScoringCollection.Name)]
public sealed class RecheckHoldTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_hold_that_is_checked_again_stays_with_the_new_verdict_or_becomes_a_reservation()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(20, "SO-1");
        await scoring.SqlAsync("UPDATE credit_accounts SET limit_amount = 15 WHERE customer_id = $1",
            Guid.Parse(buyer.Id));

        var again = await scoring.Client.Holds.RecheckHoldAsync(new() { HoldId = held.HoldId });
        var kept = (await scoring.Client.Holds.ListHoldsAsync(new() { CustomerId = buyer.Id })).Holds.Single();
        await scoring.SqlAsync("UPDATE credit_accounts SET limit_amount = 20 WHERE customer_id = $1",
            Guid.Parse(buyer.Id));
        var request = new RecheckHoldRequest { HoldId = held.HoldId, RequestId = Guid.CreateVersion7().ToString() };
        var passed = await scoring.Client.Holds.RecheckHoldAsync(request);

        (again.Outcome, again.HoldId, again.Limit.Amount).ShouldBe((OrderOutcome.Held, held.HoldId, "15.00"));
        (kept.HoldId, kept.Verdict).ShouldBe((held.HoldId, again));
        kept.Reasons.ShouldBe(["LIMIT_EXCEEDED"]);
        passed.Reservation.Amount.Amount.ShouldBe("20.00");
        (await scoring.Client.Holds.RecheckHoldAsync(request)).ShouldBe(passed);
        (await Should.ThrowAsync<RpcException>(async () => await scoring.Client.Holds.RecheckHoldAsync(
            new() { HoldId = held.HoldId }))).StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (await buyer.Exposure()).ShouldBe("reserved 20");
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Whoever_asked_first_cannot_release_after_somebody_else_asked_again()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        using var risk = await Buyer.SomebodyElse(scoring, "qian", Role.Risk);
        using var colleague = await Buyer.SomebodyElse(scoring, "sun", Role.Risk);
        await buyer.Check(20, "SO-1", by: risk);
        var latest = await buyer.Check(21, "SO-1", by: colleague);
        await colleague.Holds.RecheckHoldAsync(new() { HoldId = latest.HoldId });

        foreach (var asked in (Risk.Client.RiskClient[])[risk, colleague])
        {
            (await Should.ThrowAsync<RpcException>(async () => await asked.Holds.ReleaseHoldAsync(
                new() { HoldId = latest.HoldId, Reason = "good customer" }))).StatusCode
                .ShouldBe(StatusCode.FailedPrecondition);
        }
    }
}
