using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Tests.Policies;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

/// <summary>Remedies by days, each done as it says: then the order passes, and just before it does not.</summary>
public sealed class RemediesInTimeTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>, IAsyncLifetime
{
    private const int HorizonDays = 30;

    public async Task InitializeAsync()
    {
        var policy = await Proposed.Propose(scoring.Client, r =>
        {
            r.OrderHorizonDays = HorizonDays;
            foreach (var grade in r.Grades)
                grade.ScoreAgeDaysMax = 10;
            r.Grades.Single(g => g.Grade == Grade.B).CoverShareMin = new() { Value = "0.5" };
        });
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        await approver.Policies.PublishPolicyAsync(new() { Version = policy.Version });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Shorter_terms_let_the_order_pass()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Change(new CreditAccount { NetDaysMax = 30 }, "net_days_max");
        var order = buyer.Order(50, "SO-1");
        order.Terms = new() { NetDays = 60, EndOfMonth = true };

        var days = (await Remedy(order, RemedyKind.ShortenTerms)).Days;
        (order.Terms.NetDays, order.Terms.EndOfMonth) = (days + 1, days < 30);
        var longer = await Check(order);
        order.Terms.NetDays = days;

        longer.Outcome.ShouldBe(OrderOutcome.Held);
        (await Check(order)).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    [Fact]
    public async Task Delivered_beyond_the_horizon_the_order_passes()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var order = buyer.Order(150, "SO-1");

        var remedy = await Remedy(order, RemedyKind.DeliverLater);
        order.DeliverOn = Amounts.ToContract(Amounts.ToDate(remedy.OnDate)!.Value.AddDays(-1));
        var earlier = await Check(order);
        order.DeliverOn = remedy.OnDate;

        earlier.Outcome.ShouldBe(OrderOutcome.Held);
        (await Check(order)).Outcome.ShouldBe(OrderOutcome.Approved);
        order.Stage = OrderStage.Delivery;
        (await Check(order)).Outcome.ShouldBe(OrderOutcome.Held);
    }

    [Fact]
    public async Task When_the_temporary_limit_begins_the_order_passes()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Change(new CreditAccount
        {
            TemporaryLimit = new()
            {
                Limit = buyer.Money(200),
                From = Amounts.ToContract(buyer.Today.AddDays(3)),
                Until = Amounts.ToContract(buyer.Today.AddDays(9)),
            },
        }, "temporary_limit");

        var remedy = await Remedy(buyer.Order(150, "SO-1"), RemedyKind.OrderLater);
        scoring.Clock.Advance(TimeSpan.FromDays(2));
        var before = await buyer.Check(150, "SO-1");
        scoring.Clock.Advance(TimeSpan.FromDays(1));

        Amounts.ToDate(remedy.OnDate).ShouldBe(buyer.Today);
        before.Outcome.ShouldBe(OrderOutcome.Held);
        (await buyer.Check(150, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    [Fact]
    public async Task When_the_reservation_that_it_names_has_ended_the_order_passes()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        foreach (var (name, seconds) in ((string, int)[])[("SO-1", 600), ("SO-2", 60), ("SO-3", 300)])
        {
            var other = buyer.Order(30, name);
            other.ReservationSeconds = seconds;
            await scoring.Client.Orders.CheckOrderAsync(other);
        }

        var verdict = await buyer.Check(50, "SO-4");
        var remedy = verdict.Remedies.Single(r => r.Kind == RemedyKind.AwaitReservation);
        scoring.Clock.Advance(remedy.EndsAt.ToDateTimeOffset() - scoring.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        var before = await buyer.Check(50, "SO-4");
        scoring.Clock.Advance(TimeSpan.FromSeconds(1));

        (remedy.OrderRef.Id, remedy.Amount.Amount, before.Outcome).ShouldBe(("SO-3", "60.00", OrderOutcome.Held));
        (await buyer.Check(50, "SO-4")).Outcome.ShouldBe(OrderOutcome.Approved);
        (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = verdict.VerdictId })).Equal
            .ShouldBeTrue();
    }

    [Fact]
    public async Task Scored_anew_the_order_passes()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Graded(Grade.Bb);
        scoring.Clock.Advance(TimeSpan.FromDays(11));

        var verdict = await buyer.Check(50, "SO-1");
        await buyer.Graded(Grade.Bb);

        verdict.Outcome.ShouldBe(OrderOutcome.NotEvaluated);
        verdict.Remedies.Single().Kind.ShouldBe(RemedyKind.RenewScore);
        (await buyer.Check(50, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    [Fact]
    public async Task The_least_that_is_to_be_paid_of_what_is_past_due_is_enough_and_a_cent_less_is_not()
    {
        var buyer = await Buyer.WithLimit(scoring, 9_000);
        await buyer.Record(buyer.Invoice("I1", 300, dueDaysAgo: 90), buyer.Invoice("I2", 700, dueDaysAgo: 10),
            buyer.Invoice("I3", 1_000));

        var remedy = (await buyer.Check(10)).Remedies.Single(r => r.Kind == RemedyKind.PayOverdue);
        var amount = Amounts.ToDecimal(remedy.Amount);
        await buyer.Record(buyer.Payment("P1", amount - 0.01m, "I1"));
        var before = await buyer.Check(10);
        await buyer.Record(buyer.Payment("P2", 0.01m, "I1"));

        (amount, before.Outcome).ShouldBe((100.01m, OrderOutcome.Held));
        (await buyer.Check(10)).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    [Fact]
    public async Task With_covers_of_what_is_lacking_the_held_order_passes_by_itself()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        await buyer.Graded(Grade.B);
        var held = await buyer.Check(50, "SO-1");
        var amount = held.Remedies.Single(r => r.Kind == RemedyKind.AddCover).Amount;

        await scoring.Client.Covers.AddCoverAsync(new()
        {
            CustomerId = buyer.Id,
            Cover = new() { Kind = CoverKind.Deposit, Provider = "Harbour Bank", Amount = amount },
        });

        amount.Amount.ShouldBe("25.00");
        await Testing.ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<short>(
            "SELECT state FROM holds WHERE hold_id = $1", Guid.Parse(held.HoldId)) == 4, "the held order passes");
    }

    private async Task<OrderVerdict> Check(CheckOrderRequest order) =>
        await scoring.Client.Orders.CheckOrderAsync(order.Clone());

    private async Task<Remedy> Remedy(CheckOrderRequest order, RemedyKind kind)
    {
        var held = await Check(order);
        held.Outcome.ShouldBe(OrderOutcome.Held);
        return held.Remedies.Single(r => r.Kind == kind);
    }
}
