using Risk.Intake.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Holds;

[Collection(ScoringCollection.Name)]
public sealed class RecheckHoldsTests(ServiceFixture<ScoringService> scoring)
{
    [Fact]
    public async Task A_payment_frees_the_held_order_and_who_waited_longest_comes_first()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Record(buyer.Invoice("I1", 90));
        var (first, second) = (await buyer.Check(60, "SO-1"), await buyer.Check(70, "SO-2"));

        await buyer.Record(buyer.Payment("P1", 50, "I1"));

        await Until(first.HoldId, HoldState.Superseded);
        (await buyer.Exposure()).ShouldBe("reserved 60, receivable 40");
        (await StateOf(second.HoldId)).ShouldBe(HoldState.Open);
        var told = (await scoring.PublishedAsync<OrderChecked>(buyer.Id))[^1];
        (told.OrderRef.Id, told.Verdict.Outcome).ShouldBe(("SO-1", OrderOutcome.Approved));
        await buyer.LedgerHolds();
    }

    public static readonly TheoryData<string> Changes = new()
    {
        "limit", "order value", "status", "grade", "rate", "reservation",
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task What_blocked_an_order_is_gone_and_the_order_goes_ahead(string change)
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var (held, undo) = await HeldBecauseOf(change, buyer);
        held.Outcome.ShouldBe(OrderOutcome.Held, change);

        await undo();

        await Until(held.HoldId, HoldState.Superseded);
    }

    [Fact]
    public async Task A_forced_hold_and_a_rejected_order_wait_for_a_person()
    {
        var (forced, rejected) = (await Buyer.WithLimit(scoring, 100), await Buyer.WithLimit(scoring, 10));
        await forced.Change(new CreditAccount { ForcedHold = true }, "forced_hold");
        var held = await forced.Check(10, "SO-1");
        var before = await rejected.Check(20, "SO-1");
        await scoring.Client.Holds.RejectHoldAsync(new() { HoldId = before.HoldId, Reason = "no" });
        var again = await rejected.Check(20, "SO-1");

        await forced.Change(new CreditAccount { ForcedHold = false }, "forced_hold");
        await rejected.Grant(100);
        await ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<long>(
            "SELECT count(*) FROM hold_rechecks WHERE customer_id = ANY ($1)",
            new[] { Guid.Parse(forced.Id), Guid.Parse(rejected.Id) }) == 0, "both were looked at");

        (await StateOf(held.HoldId)).ShouldBe(HoldState.Open);
        (await StateOf(again.HoldId)).ShouldBe(HoldState.Open);
        (await scoring.Client.Holds.RecheckHoldAsync(new() { HoldId = held.HoldId })).Outcome
            .ShouldBe(OrderOutcome.Approved);
    }

    private async Task<(OrderVerdict Held, Func<Task> Undo)> HeldBecauseOf(string change, Buyer buyer)
    {
        switch (change)
        {
            case "limit":
                return (await buyer.Check(120, "SO-1"), () => buyer.Grant(200));
            case "status":
                await buyer.Change(c => c.Status = CustomerStatus.Suspended);
                return (await buyer.Check(20), () => buyer.Change(c => c.Status = CustomerStatus.Active));
            case "grade":
                await buyer.Graded(Grade.C);
                return (await buyer.Check(20, "SO-1"), () => GradedNow(buyer));
            case "rate":
                await Rate("SEK", "0.5");
                var order = buyer.Order(250, "SO-1", "SEK");
                return (await scoring.Client.Orders.CheckOrderAsync(order), () => Rate("SEK", "0.4"));
            case "reservation":
                var other = await buyer.Check(90);
                return (await buyer.Check(20, "SO-1"), async () => await scoring.Client.Reservations
                    .CancelReservationAsync(new() { ReservationId = other.Reservation.ReservationId }));
            default:
                await buyer.Change(new CreditAccount { OrderValueMax = buyer.Money(10) }, "order_value_max");
                return (await buyer.Check(20, "SO-1"),
                    () => buyer.Change(new CreditAccount { OrderValueMax = buyer.Money(30) }, "order_value_max"));
        }
    }

    private async Task GradedNow(Buyer buyer)
    {
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));
        await buyer.Graded(Grade.A);
        await scoring.SqlAsync("INSERT INTO customer_grades (customer_id, score_id, grade, points, as_of, scored_at) "
            + "VALUES ($1, $2, $3, 1, $4, $4)", Guid.Parse(buyer.Id), Guid.CreateVersion7(), (short)Grade.A,
            scoring.Clock.GetUtcNow().UtcDateTime);
    }

    private async Task Rate(string currency, string value) =>
        await scoring.Client.ExchangeRates.PutExchangeRatesAsync(new()
        {
            ExchangeRates =
            {
                new ExchangeRate
                {
                    FromCurrencyCode = currency,
                    ToCurrencyCode = "CNY",
                    Rate = new() { Value = value },
                    ValidOn = Scoring.Ledger.Amounts.ToContract(
                        DateOnly.FromDateTime(scoring.Clock.GetUtcNow().UtcDateTime)),
                    Source = "test",
                },
            },
        });

    private Task Until(string holdId, HoldState state) => ServiceFixture<ScoringService>.UntilAsync(
        async () => await StateOf(holdId) == state, $"hold {holdId} is {state}");

    private async Task<HoldState> StateOf(string holdId) =>
        (HoldState)await scoring.SqlAsync<short>("SELECT state FROM holds WHERE hold_id = $1", Guid.Parse(holdId));
}
