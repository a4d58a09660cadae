using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Risk.Scoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

/// <summary>An event that was set aside and is replayed undoes nothing that has happened since.</summary>
[Collection(AlertingCollection.Name)]
public sealed class HearingTests(AlertingFixture alerting)
{
    [Fact]
    public async Task A_warning_that_has_ended_since_opens_no_alert()
    {
        var debtor = new Debtor(alerting);
        var warning = debtor.Warning(Severity.Critical);
        var parked = await debtor.ParkRaised(warning);
        await debtor.End(warning.WarningId);

        await alerting.ReplayAsync(parked);

        (await debtor.Alerts()).ShouldBeEmpty();
        (await alerting.PublishedAsync<AlertOpened>(debtor.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_warning_that_lasts_opens_its_alert_though_others_came_meanwhile()
    {
        var debtor = new Debtor(alerting);
        var parked = await debtor.ParkRaised(debtor.Warning(Severity.Critical));
        await debtor.Warn(Severity.Notice, "LIMIT_EXCEEDED");
        await debtor.Warn(Severity.Notice, "PAYS_SLOWER");

        await alerting.ReplayAsync(parked);

        var alert = (await debtor.Alerts()).Single(a => a.Family == "payment");
        (alert.Severity, alert.Causes.Count).ShouldBe((Severity.Critical, 2));
    }

    [Fact]
    public async Task What_an_open_alert_hears_late_is_in_its_history_and_changes_nothing_else()
    {
        var debtor = new Debtor(alerting);
        var warning = debtor.Warning(Severity.Critical);
        var parked = await debtor.ParkRaised(warning);
        await debtor.Update(warning.WarningId, Severity.Attention);
        var before = await debtor.Alert();

        await alerting.ReplayAsync(parked);

        var alert = await debtor.Alert();
        (alert.Severity, alert.Text, alert.ChangedAt).ShouldBe((Severity.Attention, before.Text, before.ChangedAt));
        (alert.History[^1].Step, alert.History[^1].EventId, alert.EventIds[^1]).ShouldBe(
            (AlertStep.HeardLate, parked.ToString(), parked.ToString()));
        (await alerting.PublishedAsync<AlertChanged>(debtor.Id)).ShouldBeEmpty();
        (await alerting.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'alerts.hear_late'", debtor.Id))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_fall_that_was_made_good_since_opens_no_alert()
    {
        var debtor = new Debtor(alerting);
        var parked = await alerting.ParkAsync("scoring", debtor.Id, debtor.GradeChanged(Grade.A, Grade.Ccc));
        await debtor.Grade(Grade.Ccc, Grade.A);

        await alerting.ReplayAsync(parked);

        (await debtor.Alerts()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_warning_is_noted_when_nothing_came_after_it()
    {
        var debtor = new Debtor(alerting);
        var warning = await debtor.Warn(Severity.Serious);
        var parked = await alerting.ParkAsync("monitoring", debtor.Id, debtor.Ended(warning));

        await alerting.ReplayAsync(parked);

        (await debtor.Alert()).CauseEndedAt.ShouldNotBeNull();
    }
}
