using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.Client;
using Risk.Intake.V1;
using Risk.Scoring.Concentration;
using Risk.Scoring.Ledger;
using Risk.Scoring.Tests.Orders;
using Risk.Scoring.Tests.Policies;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Concentration;

/// <summary>Caps through the door; each test has an industry, a region or a country of its own.</summary>
public sealed class SumPortfolioTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task A_cap_holds_orders_until_the_portfolio_has_room_and_the_verdict_can_be_recomputed()
    {
        await Publish(Cap(ConcentrationDimension.Country, "XA", amount: 100));
        var (one, other) = (await Of("XA", "K", ""), await Of("XA", "K", ""));
        await one.Record(one.Invoice("I1", 60));
        await SumUp();

        var fits = await one.Check(30, "SO-1");
        var over = await other.Check(20, "SO-2");
        await one.Record(one.Payment("P1", 60, "I1"));
        await SumUp();
        var again = await other.Check(20, "SO-2");

        fits.Outcome.ShouldBe(OrderOutcome.Approved);
        (over.Outcome, ReasonOf(over)).ShouldBe((OrderOutcome.Held, "CONCENTRATION_EXCEEDED"));
        over.Checks[^1].AsOf.ShouldNotBeNull();
        over.Remedies.Single().Amount.Amount.ShouldBe("10.00");
        again.Outcome.ShouldBe(OrderOutcome.Approved);
        foreach (var given in (OrderVerdict[])[fits, over, again])
        {
            (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = given.VerdictId })).Equal
                .ShouldBeTrue();
        }
    }

    [Fact]
    public async Task What_orders_have_reserved_since_the_last_sum_counts_at_once_in_every_instance()
    {
        await Publish(Cap(ConcentrationDimension.Region, "XB/North", amount: 100));
        var (one, other) = (await Of("XB", "", "North"), await Of("XB", "", "North"));
        var south = await Of("XB", "", "South");
        await using var second = await SecondInstance.StartAsync(scoring);

        var first = await one.Check(70, "SO-1");
        var behind = await other.Check(31, "SO-2", by: second.Client);
        var fits = await other.Check(30, "SO-3", by: second.Client);
        var elsewhere = await south.Check(500, "SO-4", by: second.Client);
        // The same order again, of another value: what it has reserved already is not counted twice.
        var changed = await one.Check(65, "SO-1");

        (first.Outcome, ReasonOf(behind), fits.Outcome, elsewhere.Outcome, changed.Outcome).ShouldBe(
            (OrderOutcome.Approved, "CONCENTRATION_EXCEEDED", OrderOutcome.Approved, OrderOutcome.Approved,
                OrderOutcome.Approved));
        (await other.Check(5, "SO-5")).Outcome.ShouldBe(OrderOutcome.Approved);
        (await other.Check(0.01m, "SO-6")).Outcome.ShouldBe(OrderOutcome.Held);
    }

    [Fact]
    public async Task Orders_of_one_batch_never_pass_a_cap_together()
    {
        await Publish(Cap(ConcentrationDimension.Country, "XC", amount: 100));
        var buyers = new List<Buyer>();
        for (var i = 0; i < 8; i++)
            buyers.Add(await Of("XC", "", ""));

        var answer = await scoring.Client.Orders.CheckOrdersAsync(new()
        {
            Orders = { Enumerable.Range(0, 40).Select(i => buyers[i % 8].Order(9, $"SO-{i}")) },
        });

        answer.Results.Count(r => r.Verdict.Outcome == OrderOutcome.Approved).ShouldBe(11);
        (await Held("XC")).ShouldBe(99);
    }

    /// <summary>
    /// Two instances decide at the same moment without seeing each other's open batch: each may go over by what the
    /// other has in flight, here at most one order of each caller, and after that nothing passes any more.
    /// </summary>
    [Fact]
    public async Task Two_instances_pass_a_cap_by_no_more_than_what_is_in_flight_at_the_same_moment()
    {
        const int Callers = 8;
        await Publish(Cap(ConcentrationDimension.Industry, "T", amount: 400));
        var buyers = new List<Buyer>();
        for (var i = 0; i < Callers; i++)
            buyers.Add(await Of("XD", "T", ""));
        await using var second = await SecondInstance.StartAsync(scoring);
        using var ended = new CancellationTokenSource();
        var summing = SumUpAgainAndAgain(ended.Token);

        async Task Orders(int caller, RiskClient by)
        {
            for (var i = 0; i < 15; i++)
                await buyers[caller].Check(10, $"SO-{caller}-{i}", by);
        }
        await Task.WhenAll(Enumerable.Range(0, Callers)
            .Select(c => Orders(c, c % 2 == 0 ? scoring.Client : second.Client)));
        await ended.CancelAsync();
        await summing;

        var held = await Held("XD");
        held.ShouldBeInRange(400, 400 + (10 * Callers / 2));
        (await buyers[0].Check(10, "late")).Outcome.ShouldBe(OrderOutcome.Held);
        foreach (var buyer in buyers)
            await buyer.LedgerHolds();
    }

    [Fact]
    public async Task Sums_and_increments_together_are_the_exposures_whatever_happens_at_the_same_time()
    {
        await Publish(Cap(ConcentrationDimension.Country, "XE", amount: 1_000_000));
        var buyers = new List<Buyer>();
        for (var i = 0; i < 4; i++)
            buyers.Add(await Of("XE", "", ""));
        using var ended = new CancellationTokenSource();
        var summing = SumUpAgainAndAgain(ended.Token);

        await Task.WhenAll(buyers.Select(async buyer =>
        {
            for (var i = 0; i < 25; i++)
                await buyer.Check(3, $"SO-{i}");
        }));
        await ended.CancelAsync();
        await summing;

        (await Held("XE")).ShouldBe(300);
        (await scoring.SqlAsync<decimal>("SELECT coalesce(sum(amount), 0) FROM (SELECT amount FROM portfolio_totals "
            + "WHERE dimension = 5 AND value = 'XE' UNION ALL SELECT amount FROM portfolio_increments "
            + "WHERE dimension = 5 AND value = 'XE') a")).ShouldBe(300);
    }

    [Fact]
    public async Task A_share_of_a_customer_is_judged_exactly_and_trying_a_policy_with_caps_shows_who_would_wait()
    {
        var buyer = await Of("XF", "", "");
        await buyer.Check(50, "SO-1");
        var cap = Cap(ConcentrationDimension.Customer, buyer.Id, amount: 49);

        var tried = await scoring.Client.Policies.SimulatePolicyAsync(new() { Rules = Proposed.Rules(cap) });

        tried.Flips.Single(f => f.CustomerId == buyer.Id).Reasons.ShouldBe(["CONCENTRATION_EXCEEDED"]);
        await Publish(cap);
        ReasonOf(await buyer.Check(1, "SO-2")).ShouldBe("CONCENTRATION_EXCEEDED");
        (await buyer.Check(49, "SO-1")).Outcome.ShouldBe(OrderOutcome.Approved);
    }

    private Task<Buyer> Of(string country, string industry, string region) =>
        Buyer.WithLimit(scoring, 10_000, with: c =>
        {
            (c.CountryCode, c.Region) = (country, region);
            c.Industry = new() { IsicSection = industry };
        });

    private static Action<PolicyRules> Cap(ConcentrationDimension dimension, string value, decimal amount) =>
        rules => rules.ConcentrationCaps.Add(new ConcentrationCap
        {
            Dimension = dimension,
            Value = value,
            AmountMax = Amounts.ToContract(amount),
        });

    private async Task Publish(Action<PolicyRules> change)
    {
        var policy = await Proposed.Propose(scoring.Client, change);
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        await approver.Policies.PublishPolicyAsync(new() { Version = policy.Version });
    }

    private static string ReasonOf(OrderVerdict verdict) =>
        verdict.Checks.Single(c => c.Check == OrderCheck.Concentration).Reason;

    private Task<decimal> Held(string country) => scoring.SqlAsync<decimal>(
        "SELECT sum(reserved) FROM exposures JOIN customers USING (customer_id) WHERE country_code = $1", country);

    private async Task SumUp()
    {
        var database = scoring.Services.GetRequiredService<NpgsqlDataSource>();
        await using var connection = await database.OpenConnectionAsync();
        await PortfolioRows.SumUpAsync(connection, scoring.Clock.GetUtcNow(), CancellationToken.None);
    }

    private async Task SumUpAgainAndAgain(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
            await SumUp();
    }
}
