using Grpc.Core;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Holds;

[Collection(ScoringCollection.Name)]
public sealed class ReleaseHoldTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_second_person_releases_and_the_order_is_reserved()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(20, "SO-1");
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);

        var own = await Should.ThrowAsync<RpcException>(async () =>
            await scoring.Client.Holds.ReleaseHoldAsync(new() { HoldId = held.HoldId, Reason = "good customer" }));
        var released = await second.Holds.ReleaseHoldAsync(new() { HoldId = held.HoldId, Reason = "good customer" });

        own.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        (released.Hold.State, released.Hold.DecidedBy).ShouldBe((HoldState.Released, "zhao"));
        (released.Reservation.Amount.Amount, released.Reservation.OrderRef.Id).ShouldBe(("20.00", "SO-1"));
        (await buyer.Exposure()).ShouldBe("reserved 20");
        (await scoring.PublishedAsync<HoldDecided>(buyer.Id)).Single().Reservation.ShouldBe(released.Reservation);
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task The_release_covers_the_order_while_value_and_age_are_within_it()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(100, "SO-1");
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);
        await second.Holds.ReleaseHoldAsync(new() { HoldId = held.HoldId, Reason = "good customer" });

        (await buyer.Check(110, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);
        (await buyer.Check(110.01m, "SO-1")).Outcome.ShouldBe(OrderOutcome.Held);
        (await buyer.Check(20, "SO-2")).Outcome.ShouldBe(OrderOutcome.Held);
    }

    [Fact]
    public async Task A_release_is_used_up_when_its_order_is_confirmed()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(100, "SO-1");
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);
        await second.Holds.ReleaseHoldAsync(new() { HoldId = held.HoldId, Reason = "good customer" });
        var replaced = await buyer.Check(105, "SO-1");
        (await buyer.Exposure()).ShouldBe("reserved 105");
        await buyer.Confirm(replaced, "SO-1");

        (await buyer.Check(110, "SO-1")).Outcome.ShouldBe(OrderOutcome.Held);

        (await buyer.Exposure()).ShouldBe("orders 105");
        await buyer.LedgerHolds();
    }

    [Theory]
    [InlineData(DocumentKind.Order)]
    [InlineData(DocumentKind.Delivery)]
    [InlineData(DocumentKind.Invoice)]
    public async Task A_release_is_used_up_by_what_comes_of_its_order_without_confirmation(DocumentKind kind)
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(100, "SO-1");
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);
        await second.Holds.ReleaseHoldAsync(new() { HoldId = held.HoldId, Reason = "good customer" });
        await buyer.Record(kind == DocumentKind.Order
            ? buyer.Document(kind, "SO-1", 100)
            : buyer.Document(kind, "D1", 100, (DocumentKind.Order, "SO-1")));

        (await buyer.Check(105, "SO-1")).Outcome.ShouldBe(OrderOutcome.Held);
        var same = await buyer.Check(100, "SO-1");
        (same.Outcome, same.Reservation).ShouldBe((OrderOutcome.Approved, null));
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task A_release_covers_its_order_until_the_day_of_its_review()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(100, "SO-1");
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);
        var release = new ReleaseHoldRequest
        {
            HoldId = held.HoldId,
            Reason = "good customer",
            ReviewOn = Amounts.ToContract(buyer.Today.AddDays(-1)),
        };
        (await Should.ThrowAsync<RpcException>(async () => await second.Holds.ReleaseHoldAsync(release))).StatusCode
            .ShouldBe(StatusCode.InvalidArgument);
        release.ReviewOn = Amounts.ToContract(buyer.Today);
        await second.Holds.ReleaseHoldAsync(release);

        var today = await buyer.Check(100, "SO-1");
        var later = buyer.Order(100, "SO-1");
        (later.AsOfDate, later.DryRun) = (Amounts.ToContract(buyer.Today.AddDays(1)), true);

        today.Outcome.ShouldBe(OrderOutcome.Approved);
        (await scoring.Client.Orders.CheckOrderAsync(later)).Outcome.ShouldBe(OrderOutcome.Held);
        (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = today.VerdictId })).Equal
            .ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_releases_more_than_the_held_value_and_its_deviation()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(100, "SO-1");
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);
        var release = new ReleaseHoldRequest
        {
            HoldId = held.HoldId,
            Reason = "good customer",
            AmountMax = buyer.Money(110.01m),
        };

        var refused = await Should.ThrowAsync<RpcException>(async () => await second.Holds.ReleaseHoldAsync(release));
        release.AmountMax = buyer.Money(110);
        var released = await second.Holds.ReleaseHoldAsync(release);

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldContain("amount_max");
        released.Reservation.Amount.Amount.ShouldBe("100.00");
    }

    [Theory]
    [InlineData(CustomerStatus.Insolvent, "CUSTOMER_INSOLVENT")]
    [InlineData(CustomerStatus.Suspended, "CUSTOMER_SUSPENDED")]
    public async Task Nobody_releases_what_nobody_may_skip(CustomerStatus status, string reason)
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(20, "SO-1");
        await buyer.Change(c => c.Status = status);
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await second.Holds.ReleaseHoldAsync(new() { HoldId = held.HoldId, Reason = "good customer" }));

        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        refused.Trailers.GetValueBytes("grpc-status-details-bin").ShouldNotBeNull();
        System.Text.Encoding.UTF8.GetString(refused.Trailers.GetValueBytes("grpc-status-details-bin")!)
            .ShouldContain(reason);
        (await buyer.Exposure()).ShouldBe("");
    }
}
