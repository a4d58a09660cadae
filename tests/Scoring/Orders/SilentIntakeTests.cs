using Microsoft.Extensions.DependencyInjection;
using Risk.Intake.V1;
using Risk.Scoring.Tests.Policies;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Events;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Orders;

/// <summary>No intake runs beside the service of these tests: nobody ever tells how far the facts are.</summary>
public sealed class SilentIntakeTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task Orders_wait_while_it_is_not_known_whether_all_facts_are_here()
    {
        var buyer = await Buyer.WithLimit(scoring, 1000);
        var before = await buyer.Check(10, "SO-1");
        var policy = await Proposed.Propose(scoring.Client, r => r.Ungraded().FactsAgeSecondsMax = 5);
        using var approver = await Buyer.SomebodyElse(scoring, "zhao", Role.Approver);
        await approver.Policies.PublishPolicyAsync(new() { Version = policy.Version });
        var freshness = scoring.Services.GetRequiredService<Freshness>();
        await ServiceFixture<ScoringService>.UntilAsync(
            () => Task.FromResult(freshness.AgeOf("intake") > TimeSpan.FromSeconds(6)), "nobody has told for a while");

        var after = await buyer.Check(10, "SO-2");

        (before.Outcome, before.HasFactsAgeSeconds).ShouldBe((OrderOutcome.Approved, true));
        (after.Outcome, after.Reservation).ShouldBe((OrderOutcome.NotEvaluated, null));
        after.FactsAgeSeconds.ShouldBeGreaterThan(5);
        after.Checks.ShouldContain(c => c.Reason == "FACTS_BEHIND");
        (await scoring.Client.Decisions.RecomputeDecisionAsync(new() { VerdictId = after.VerdictId })).Equal
            .ShouldBeTrue();
    }
}
