using Risk.Scoring.Tests.CustomerFacts;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Scoring.Tests.Scores;

/// <summary>With a service of its own, because its clock is put forward.</summary>
public sealed class RescoreWhenTimePassesTests(ServiceFixture<ScoringService> scoring)
    : IClassFixture<ServiceFixture<ScoringService>>
{
    [Fact]
    public async Task A_customer_that_stops_paying_is_downgraded_though_no_event_arrives()
    {
        var late = await IntakeFacts.OfRegistered(scoring);
        await late.Record(late.Invoice("I1", "100000", issuedDaysAgo: 30, dueDaysAgo: 0));
        await ServiceFixture<ScoringService>.UntilAsync(
            async () => await scoring.SqlAsync<long>("SELECT count(*) FROM rescore_queue") == 0, "an empty queue");
        var before = (await Scored(late, s => s.Count > 0, "a first score"))[^1];

        scoring.Clock.Advance(TimeSpan.FromDays(100));
        var after = (await Scored(late, s => s[^1].Trigger == ScoreTrigger.TimePassed, "a score because of time"))[^1];

        before.Grade.ShouldNotBe(Grade.D);
        (after.Grade, after.ProbabilityOfDefault.Value).ShouldBe((Grade.D, "1"));
        after.ModelProbabilityOfDefault.Value.ShouldNotBe("1");
        (await scoring.PublishedAsync<GradeChanged>(late.Id))[^1].Grade.ShouldBe(Grade.D);
    }

    [Fact]
    public async Task Without_open_items_only_those_are_scored_again_whom_the_day_changes_and_all_once_a_week()
    {
        var (idle, sued) = (await IntakeFacts.OfRegistered(scoring), await IntakeFacts.OfRegistered(scoring));
        var day = sued.Today.AddMonths(-24).AddDays(3);
        await sued.Change(c => c.LegalRecords.Add(
            new Intake.V1.LegalRecord { Kind = Intake.V1.LegalRecordKind.Lawsuit, RecordedOn = IntakeFacts.Day(day) }));
        await ServiceFixture<ScoringService>.UntilAsync(
            async () => await scoring.SqlAsync<long>("SELECT count(*) FROM rescore_queue") == 0, "an empty queue");
        var before = (await Scored(sued, s => s.Count > 0, "a first score"))[^1];
        var scores = (await Scored(idle, s => s.Count > 0, "a score of the other")).Count;

        scoring.Clock.Advance(TimeSpan.FromDays(4));
        var after = (await Scored(sued, s => s[^1].Trigger == ScoreTrigger.TimePassed, "a score because of time"))[^1];
        await ServiceFixture<ScoringService>.UntilAsync(async () => await scoring.SqlAsync<bool>(
            "SELECT last_customer_id IS NULL AND day = $1 FROM day_looks", idle.Today), "the end of the look");

        after.Points.ShouldNotBe(before.Points);
        (await Scored(idle, s => s.Count > 0, "scores of the other")).Count.ShouldBe(scores);
        scoring.Clock.Advance(TimeSpan.FromDays(4));
        await Scored(idle, s => s.Count == scores + 1, "a score after a week");
    }

    private async Task<IReadOnlyList<Score>> Scored(
        IntakeFacts facts, Func<IReadOnlyList<Score>, bool> holds, string what)
    {
        IReadOnlyList<Score> scores = [];
        await ServiceFixture<ScoringService>.UntilAsync(async () =>
        {
            scores = [.. (await scoring.PublishedAsync<CustomerScored>(facts.Id)).Select(s => s.Score)];
            return holds(scores);
        }, what);
        return scores;
    }
}
