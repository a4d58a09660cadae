using System.Globalization;
using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

/// <summary>An order is checked when it is placed, before it is delivered, and when it is opened again.</summary>
[Collection(ScoringCollection.Name)]
public sealed class StagesTests(ServiceFixture<ScoringService> scoring)
{
    /// <summary>
    /// What happened to SO-1 at a limit of 100 | the value that is checked | what counts with it, at every stage.
    /// </summary>
    public static readonly TheoryData<string, decimal, string> Table = new()
    {
        { "", 100, "Approved 100" },
        { "", 101, "Held 101" },
        { "reserve 100", 100, "Approved 100" },
        { "confirm 100", 100, "Approved 100" },
        { "confirm 100", 101, "Held 101" },
        { "order 100", 100, "Approved 100" },
        { "order 100; deliver 60", 100, "Approved 100" },
        { "order 100; deliver 60", 101, "Held 101" },
        { "confirm 100; deliver 60", 100, "Approved 100" },
        { "confirm 100; order 100; deliver 60; deliver 40", 100, "Approved 100" },
        { "order 100; deliver 60; bill 60", 100, "Approved 100" },
        { "order 100; deliver 60; bill 60; pay 60", 100, "Approved 40" },
        { "order 100; deliver 60; bill 60; pay 60", 160, "Approved 100" },
        { "order 100; deliver 60; bill 60; pay 60", 161, "Held 101" },
        { "order 100; bill 100", 100, "Approved 100" },
        { "order 80; deliver 60; reserve 100", 100, "Approved 100" },
        { "order 80; deliver 60; confirm 100", 100, "Approved 100" },
        { "order 80; deliver 60; confirm 100", 101, "Held 101" },
        { "order 100; shrink 30", 70, "Approved 70" },
        { "order 100; shrink 30; deliver 70", 100, "Approved 100" },
        { "order 100; close", 100, "Approved 100" },
        { "order 100; deliver 60; close", 60, "Approved 60" },
        { "order 100; deliver 60; close", 100, "Approved 100" },
        { "order 100; deliver 60; close", 101, "Held 101" },
        { "order 100; deliver 60; close; confirm 100", 100, "Approved 100" },
        { "order 100; deliver 60; close; confirm 100; deliver 40", 100, "Approved 100" },
        { "order 100; deliver 60; bill 60; close; confirm 90", 100, "Approved 100" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task The_verdict_is_the_same_at_every_stage(string life, decimal amount, string expected)
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        foreach (var (step, number) in life.Split("; ", StringSplitOptions.RemoveEmptyEntries).Select((s, i) => (s, i)))
            await Live(buyer, step.Split(' '), number);

        foreach (var stage in Enum.GetValues<OrderStage>())
        {
            var order = buyer.Order(amount, "SO-1");
            (order.Stage, order.DryRun) = (stage, true);
            var verdict = await scoring.Client.Orders.CheckOrderAsync(order);

            var claimed = verdict.Checks.Single(c => c.Check == OrderCheck.Limit).Input.Split('.')[0];
            $"{verdict.Outcome} {claimed}".ShouldBe(expected, stage.ToString());
            verdict.Stage.ShouldBe(stage);
        }
        await buyer.LedgerHolds();
    }

    [Fact]
    public async Task What_was_released_is_released_at_every_stage_of_its_life()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await buyer.Check(100, "SO-1");
        using var zhao = await Buyer.SomebodyElse(scoring, "zhao", Intake.V1.Role.Approver);
        var released = await zhao.Holds.ReleaseHoldAsync(new() { HoldId = held.HoldId, Reason = "a good customer" });
        await scoring.Client.Reservations.ConfirmReservationAsync(
            new() { ReservationId = released.Reservation.ReservationId });
        await buyer.Record(buyer.Document(DocumentKind.Delivery, "D1", 60, (DocumentKind.Order, "SO-1")));

        var delivered = await Check(buyer, OrderStage.Delivery);
        await buyer.Record(buyer.Document(DocumentKind.OrderClosed, "Z1", 40, (DocumentKind.Order, "SO-1")));
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));
        var (placed, reopened) = (await Check(buyer, OrderStage.Order), await Check(buyer, OrderStage.Reopen));
        await buyer.Confirm(reopened, "SO-1");

        (delivered.Outcome, placed.Outcome, reopened.Outcome, reopened.Reservation.Amount.Amount).ShouldBe(
            (OrderOutcome.Approved, OrderOutcome.Held, OrderOutcome.Approved, "40.00"));
        (await buyer.Exposure()).ShouldBe("orders 40, delivered 60");
        (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = reopened.VerdictId })).Equal
            .ShouldBeTrue();
    }

    [Fact]
    public async Task A_held_order_is_checked_again_at_its_stage()
    {
        var buyer = await Buyer.WithLimit(scoring, 10);
        var held = await Check(buyer, OrderStage.Delivery);
        held.Outcome.ShouldBe(OrderOutcome.Held);

        // The service does it by itself when the limit has changed.
        await buyer.Grant(100);

        await ServiceFixture<ScoringService>.UntilAsync(
            async () => (await Told(buyer)).Outcome == OrderOutcome.Approved, "the held order goes ahead");
        (await Told(buyer)).Stage.ShouldBe(OrderStage.Delivery);
    }

    private async Task<OrderVerdict> Told(Buyer buyer) =>
        (await scoring.PublishedAsync<OrderChecked>(buyer.Id))[^1].Verdict;

    private async Task<OrderVerdict> Check(Buyer buyer, OrderStage stage)
    {
        var order = buyer.Order(100, "SO-1");
        order.Stage = stage;
        return await scoring.Client.Orders.CheckOrderAsync(order);
    }

    private async Task Live(Buyer buyer, string[] step, int number)
    {
        var amount = step.Length > 1 ? decimal.Parse(step[1], CultureInfo.InvariantCulture) : 0;
        var name = $"N{number}";
        (DocumentKind, string) order = (DocumentKind.Order, "SO-1");
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));
        switch (step[0])
        {
            case "reserve":
                await buyer.Check(amount, "SO-1");
                break;
            case "confirm":
                await buyer.Confirm(await buyer.Check(amount, "SO-1"), "SO-1");
                break;
            case "order":
                await buyer.Record(buyer.Document(DocumentKind.Order, "SO-1", amount));
                break;
            case "deliver":
                await buyer.Record(buyer.Document(DocumentKind.Delivery, name, amount, order));
                break;
            case "bill":
                await buyer.Record(buyer.Document(DocumentKind.Invoice, "I1", amount, order));
                break;
            case "pay":
                await buyer.Record(buyer.Payment(name, amount, "I1"));
                break;
            case "shrink":
                var closing = buyer.Document(DocumentKind.OrderClosed, name, amount, order);
                closing.Links[0].Amount = buyer.Money(amount);
                await buyer.Record(closing);
                break;
            case "close":
                await buyer.Record(buyer.Document(DocumentKind.OrderClosed, name, 1, order));
                break;
            default:
                throw new InvalidOperationException(step[0]);
        }
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));
    }
}
