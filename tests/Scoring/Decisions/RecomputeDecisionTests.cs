using Google.Protobuf;
using Risk.Intake.V1;
using Risk.Scoring.Ledger;
using Risk.Scoring.Tests.Policies;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Decisions;

public sealed class RecomputeDecisionTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_verdict_follows_from_what_was_known_then_whatever_has_changed_since()
    {
        var buyer = await Buyer.WithLimit(scoring, 1000, with: c => c.Segment = "retail");
        await buyer.Graded(Grade.Bbb);
        await Rate("USD", "7.1");
        await scoring.Client.Covers.AddCoverAsync(new()
        {
            CustomerId = buyer.Id,
            Cover = new()
            {
                Kind = CoverKind.CreditInsurance,
                Provider = "Hansea",
                Amount = new() { Amount = "50.00", CurrencyCode = "EUR" },
                Share = new() { Value = "0.875" },
            },
        });
        await buyer.Record(buyer.Invoice("I1", 300, dueDaysAgo: 10), buyer.Invoice("I2", 400),
            buyer.Advance("A1", 20, "SO-1"));
        var order = buyer.Order(30.5m, "SO-1", "USD");
        order.Terms = new() { NetDays = 30, AdvanceShare = new() { Value = "0.0" } };
        var (first, second) = (await scoring.Client.Orders.CheckOrderAsync(order), await buyer.Check(9000, "SO-2"));

        await buyer.Grant(5);
        await buyer.Graded(Grade.D);
        await Rate("USD", "6.2");
        await buyer.Record(buyer.Payment("P1", 300, "I1"));
        await Publish(r => r.GradeAtLeast = Grade.Aaa);

        (first.Outcome, second.Outcome).ShouldBe((OrderOutcome.Approved, OrderOutcome.Held));
        foreach (var given in (OrderVerdict[])[first, second])
            await IsAsGiven(given, DecisionCause.Check);
    }

    [Fact]
    public async Task Batches_rechecks_and_releases_are_kept_and_follow_from_their_inputs()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var batch = await scoring.Client.Orders.CheckOrdersAsync(new()
        {
            Orders = { buyer.Order(60, "SO-1"), buyer.Order(60, "SO-2"), buyer.Order(55, "SO-3") },
        });
        using var second = await Buyer.SomebodyElse(scoring, "zhao", Role.Risk);
        var released = await second.Holds.ReleaseHoldAsync(new()
        {
            HoldId = batch.Results[1].Verdict.HoldId,
            Reason = "known well",
            AmountMax = buyer.Money(50),
        });
        var rechecked = await scoring.Client.Holds.RecheckHoldAsync(new() { HoldId = batch.Results[2].Verdict.HoldId });

        released.Verdict.Outcome.ShouldBe(OrderOutcome.Approved);
        released.Verdict.Reservation.ShouldBe(released.Reservation);
        released.Reservation.Amount.Amount.ShouldBe("50.00");
        foreach (var result in batch.Results)
            await IsAsGiven(result.Verdict, DecisionCause.Check);
        (await IsAsGiven(released.Verdict, DecisionCause.Release)).Decision.RequestedBy.ShouldBe("zhao");
        await IsAsGiven(rechecked, DecisionCause.Recheck);
    }

    [Fact]
    public async Task An_order_of_a_group_without_a_verdict_for_certain_follows_from_its_input_too()
    {
        var parent = await Buyer.WithLimit(scoring, 0);
        var member = await Buyer.WithLimit(scoring, 0, with: c => c.ParentCustomerId = parent.Id);
        await parent.Change(new CreditAccount { GroupLimit = parent.Money(500) }, "group_limit");
        var (fits, unknown) = (await member.Check(400, "SO-1"),
            await scoring.Client.Orders.CheckOrderAsync(member.Order(10, "SO-2", "XAU")));
        var over = await member.Check(101, "SO-3");

        (fits.Outcome, unknown.Outcome, over.Outcome).ShouldBe(
            (OrderOutcome.Approved, OrderOutcome.NotEvaluated, OrderOutcome.Held));
        foreach (var given in (OrderVerdict[])[fits, unknown, over])
            await IsAsGiven(given, DecisionCause.Check);
    }

    [Fact]
    public async Task An_input_that_was_tampered_with_gives_another_verdict_and_says_where()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var given = await buyer.Check(60, "SO-1");
        var decision = await scoring.Client.Decisions.GetDecisionAsync(new() { VerdictId = given.VerdictId });
        decision.Input.Account.Limit = buyer.Money(10);
        await scoring.SqlAsync("UPDATE order_decisions SET input = $2 WHERE verdict_id = $1",
            Guid.Parse(given.VerdictId), decision.Input.ToByteArray());

        var again = await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = given.VerdictId });

        (again.Equal, again.Recomputed.Outcome).ShouldBe((false, OrderOutcome.Held));
        again.ChecksDiffering.ShouldBe([OrderCheck.Limit]);
        again.Decision.Verdict.ShouldBe(given);
    }

    [Fact]
    public async Task Rules_of_a_former_release_of_the_software_are_kept_for_its_verdicts()
    {
        var buyer = await Buyer.WithLimit(scoring, 100);
        var given = await buyer.Check(60, "SO-1");
        await ServiceFixture<ScoringService>.UntilAsync(async () =>
            await scoring.SqlAsync<long>("SELECT count(*) FROM shipped_policies") == 1, "the shipped rules are kept");
        await scoring.SqlAsync("INSERT INTO shipped_policies SELECT 1, rules FROM shipped_policies");
        var decision = await scoring.Client.Decisions.GetDecisionAsync(new() { VerdictId = given.VerdictId });
        decision.Input.RulesVersion = 1;
        await scoring.SqlAsync("UPDATE order_decisions SET input = $2 WHERE verdict_id = $1",
            Guid.Parse(given.VerdictId), decision.Input.ToByteArray());

        var again = await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = given.VerdictId });

        (again.Recomputed.RulesVersion, again.Recomputed.Outcome).ShouldBe((1, OrderOutcome.Approved));
        again.ChecksDiffering.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Whatever_interleaves_every_verdict_follows_from_its_input(int seed)
    {
        var buyer = await Buyer.WithLimit(scoring, 1000);
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Intake.V1.Role.Approver);
        var life = new Orders.BuyerLife(scoring, buyer, seed, approver);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => life.RunAsync(worker, stepsCount: 20)));

        var listed = await scoring.Client.Decisions.ListDecisionsAsync(new() { CustomerId = buyer.Id, PageSize = 500 });
        listed.Decisions.Count.ShouldBeGreaterThanOrEqualTo(life.Approved.Count);
        foreach (var decision in listed.Decisions)
        {
            var again = await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = decision.VerdictId });
            again.Equal.ShouldBeTrue(again.ToString());
        }
    }

    private async Task<RecomputeDecisionResponse> IsAsGiven(OrderVerdict given, DecisionCause cause)
    {
        var again = await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = given.VerdictId });
        again.Equal.ShouldBeTrue(again.ToString());
        again.Recomputed.ShouldBe(given);
        again.Decision.Verdict.ShouldBe(given);
        again.RecomputedSha256.ShouldBe(again.Decision.VerdictSha256);
        (again.Decision.Cause, again.ChecksDiffering.Count).ShouldBe((cause, 0));
        return again;
    }

    private async Task Rate(string currency, string rate) =>
        await scoring.Client.ExchangeRates.PutExchangeRatesAsync(new()
        {
            ExchangeRates =
            {
                new ExchangeRate
                {
                    FromCurrencyCode = currency,
                    ToCurrencyCode = "CNY",
                    Rate = new() { Value = rate },
                    ValidOn = Amounts.ToContract(DateOnly.FromDateTime(scoring.Clock.GetUtcNow().UtcDateTime)),
                    Source = "ECB",
                },
                new ExchangeRate
                {
                    FromCurrencyCode = "EUR",
                    ToCurrencyCode = "USD",
                    Rate = new() { Value = "1.0831" },
                    ValidOn = Amounts.ToContract(DateOnly.FromDateTime(scoring.Clock.GetUtcNow().UtcDateTime)),
                    Source = "ECB",
                },
            },
        });

    private async Task Publish(Action<PolicyRules> change)
    {
        var policy = await Proposed.Propose(scoring.Client, change);
        using var approver = await Buyer.SomebodyElse(scoring, "chen", Role.Approver);
        await approver.Policies.PublishPolicyAsync(new() { Version = policy.Version });
    }
}
