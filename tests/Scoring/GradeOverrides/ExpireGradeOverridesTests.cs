using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.Tests.Models;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.GradeOverrides;

public sealed class ExpireGradeOverridesTests(UnscoredFixture scoring) : IClassFixture<UnscoredFixture>
{
    [Fact]
    public async Task After_its_last_day_it_counts_no_more_and_the_customer_is_scored_by_itself()
    {
        var facts = await IntakeFacts.OfRegistered(scoring);
        var customer = Guid.Parse(facts.Id);
        var own = await scoring.Client.Scores.ScoreCustomerAsync(new() { CustomerId = facts.Id });
        using var approver = await scoring.ApproverAsync();
        var proposed = await facts.ProposeAsync(scoring, Grade.Aaa, days: 2);
        await approver.GradeOverrides.ApproveGradeOverrideAsync(new() { GradeOverrideId = proposed.GradeOverrideId });
        var (last, after) = (facts.Today.AddDays(2), facts.Today.AddDays(3));

        (await GradeOn(customer, last)).ShouldBe((short)Grade.Aaa);
        (await GradeOn(customer, after)).ShouldBe((short)own.Grade);
        await scoring.SqlAsync("DELETE FROM rescore_queue WHERE customer_id = $1", customer);
        scoring.Clock.Advance(TimeSpan.FromDays(3));

        await ServiceFixture<ScoringService>.UntilAsync(
            async () => (await facts.LatestAsync(scoring)).ManualOverride is null, "a score of its own");
        var score = await facts.LatestAsync(scoring);
        (score.Grade, score.Trigger).ShouldBe((own.Grade, ScoreTrigger.Override));
        (await scoring.PublishedAsync<GradeOverrideChanged>(facts.Id))[^1].GradeOverride.State
            .ShouldBe(GradeOverrideState.Expired);
        (await scoring.PublishedAsync<GradeChanged>(facts.Id))[^1].FormerGrade.ShouldBe(Grade.Aaa);
    }

    private Task<short> GradeOn(Guid customer, DateOnly day) =>
        scoring.SqlAsync<short>("SELECT grade FROM score_on($1, $2)", customer, day);
}
