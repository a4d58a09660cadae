using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

[Collection(AlertingCollection.Name)]
public sealed class RaiseWhenGradeDroppedTests(AlertingFixture alerting)
{
    [Theory]
    [InlineData(Grade.A, Grade.Bbb, Severity.Notice)]
    [InlineData(Grade.A, Grade.Bb, Severity.Attention)]
    [InlineData(Grade.Aaa, Grade.Bbb, Severity.Serious)]
    [InlineData(Grade.B, Grade.Ccc, Severity.Serious)]
    [InlineData(Grade.Cc, Grade.C, Severity.Critical)]
    [InlineData(Grade.Aaa, Grade.D, Severity.Critical)]
    public void The_gravest_rule_that_applies_counts(Grade former, Grade now, Severity severity) =>
        AlertingRules.Shipped.OfDrop(former, now).ShouldBe(severity);

    [Theory]
    [InlineData(Grade.Unspecified, Grade.D)]
    [InlineData(Grade.Bbb, Grade.Bbb)]
    [InlineData(Grade.Bbb, Grade.A)]
    [InlineData(Grade.Bbb, Grade.Unspecified)]
    public void What_is_no_fall_is_no_alarm(Grade former, Grade now) =>
        AlertingRules.Shipped.OfDrop(former, now).ShouldBeNull();

    [Fact]
    public void Every_severity_has_a_due_time() =>
        Enum.GetValues<Severity>().Where(s => s != Severity.Unspecified)
            .ShouldAllBe(s => AlertingRules.Shipped.DueWithin(s) > TimeSpan.Zero);

    [Fact]
    public async Task A_fall_opens_an_alert_and_a_further_one_joins_it()
    {
        var debtor = new Debtor(alerting);

        await debtor.Grade(Grade.A, Grade.Bbb);
        await debtor.Grade(Grade.Bbb, Grade.Cc);

        var alert = (await debtor.Alerts()).ShouldHaveSingleItem();
        (alert.Kind, alert.Severity, alert.Text.En, alert.Text.Zh).ShouldBe(
            ("GRADE_DROPPED", Severity.Serious, "The grade has fallen from BBB to CC.", "信用等级由 BBB 降至 CC。"));
    }

    [Fact]
    public async Task The_alert_notes_when_the_grade_is_back_where_it_was_before_the_first_fall()
    {
        var debtor = new Debtor(alerting);
        await debtor.Grade(Grade.A, Grade.Bb);
        await debtor.Grade(Grade.Bb, Grade.B);

        await debtor.Grade(Grade.B, Grade.Bb);
        var halfway = (await debtor.Alert()).CauseEndedAt;
        await debtor.Grade(Grade.Bb, Grade.A);

        halfway.ShouldBeNull();
        var alert = await debtor.Alert();
        alert.CauseEndedAt.ShouldNotBeNull();
        (alert.History[^1].Step, alert.History[^1].Text.En).ShouldBe(
            (AlertStep.CauseEnded, "The grade is A again."));
    }

    [Fact]
    public async Task After_a_fall_was_made_good_the_next_one_says_from_where_the_grade_must_come_back()
    {
        var debtor = new Debtor(alerting);
        await debtor.Grade(Grade.A, Grade.Bbb);
        await debtor.Grade(Grade.Bbb, Grade.A);
        await debtor.Grade(Grade.A, Grade.Aaa);
        await debtor.Grade(Grade.Aaa, Grade.Bbb);

        await debtor.Grade(Grade.Bbb, Grade.A);
        var halfway = (await debtor.Alert()).CauseEndedAt;
        await debtor.Grade(Grade.A, Grade.Aaa);

        halfway.ShouldBeNull();
        (await debtor.Alerts()).ShouldHaveSingleItem().CauseEndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_first_grade_and_a_better_one_raise_nothing()
    {
        var debtor = new Debtor(alerting);

        await debtor.Grade(Grade.Unspecified, Grade.D);
        await debtor.Grade(Grade.D, Grade.B);

        (await debtor.Alerts()).ShouldBeEmpty();
    }
}
