using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

[Collection(AlertingCollection.Name)]
public sealed class RaiseWhenWarningRaisedTests(AlertingFixture alerting)
{
    [Fact]
    public async Task A_warning_opens_an_alert_of_the_salesperson_with_both_texts_and_a_due_time()
    {
        var debtor = new Debtor(alerting);
        await debtor.Register(salesperson: "li.na");

        await debtor.Warn(Severity.Serious);

        var alert = await debtor.Alert();
        (alert.Kind, alert.Rule, alert.Severity, alert.State, alert.Owner).ShouldBe(
            ("WARNING", "OVERDUE_SHARE_HIGH", Severity.Serious, AlertState.Open, "li.na"));
        alert.LegalName.ShouldBe(debtor.Name);
        (alert.Text.En, alert.Text.Zh).ShouldBe(("OVERDUE_SHARE_HIGH at Serious", "逾期占比过高：Serious"));
        (alert.DueAt.ToDateTimeOffset() - alert.OpenedAt.ToDateTimeOffset()).ShouldBe(TimeSpan.FromHours(24));
        alert.History.ShouldHaveSingleItem().Step.ShouldBe(AlertStep.Opened);
        (await alerting.PublishedAsync<AlertOpened>(debtor.Id)).ShouldHaveSingleItem().Alert.ShouldBe(alert);
        (await alerting.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'alerts.open'", debtor.Id)).ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_owns_the_alert_of_a_customer_whose_salesperson_is_not_known()
    {
        var debtor = new Debtor(alerting);

        await debtor.Warn(Severity.Notice);

        (await debtor.Alert()).Owner.ShouldBeEmpty();
    }

    [Fact]
    public async Task Warnings_of_one_rule_join_one_open_alert_whose_severity_only_rises()
    {
        var debtor = new Debtor(alerting);
        var warning = await debtor.Warn(Severity.Attention);
        var before = await debtor.Alert();

        await debtor.Update(warning, Severity.Critical);
        await debtor.Update(warning, Severity.Notice);
        await debtor.Warn(Severity.Serious);

        var alert = (await debtor.Alerts()).ShouldHaveSingleItem();
        (alert.Severity, alert.EventCount, alert.EventIds.Count).ShouldBe((Severity.Critical, 4, 4));
        alert.DueAt.ToDateTimeOffset().ShouldBeLessThan(before.DueAt.ToDateTimeOffset());
        alert.Text.En.ShouldBe("OVERDUE_SHARE_HIGH at Serious");
        alert.History.Select(h => h.Step).ShouldBe([AlertStep.Opened, AlertStep.Raised, AlertStep.Raised]);
    }

    [Fact]
    public async Task Readers_are_told_of_what_is_graver_and_not_of_the_same_said_again()
    {
        var debtor = new Debtor(alerting);
        var warning = await debtor.Warn(Severity.Attention);

        await debtor.Update(warning, Severity.Attention);
        await debtor.Update(warning, Severity.Attention);
        await debtor.Update(warning, Severity.Serious);

        (await alerting.PublishedAsync<AlertChanged>(debtor.Id)).ShouldHaveSingleItem().Alert.EventCount.ShouldBe(4);
    }

    [Fact]
    public async Task Different_families_and_different_customers_have_alerts_of_their_own()
    {
        var (one, other) = (new Debtor(alerting), new Debtor(alerting));

        await one.Warn(Severity.Notice);
        await one.Warn(Severity.Notice, "LIMIT_EXCEEDED");
        await other.Warn(Severity.Notice);

        (await one.Alerts()).Select(a => a.Rule).ShouldBe(["LIMIT_EXCEEDED", "OVERDUE_SHARE_HIGH"]);
        (await other.Alerts()).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(WarningState.Cleared, "The warning has cleared.")]
    [InlineData(WarningState.Dismissed, "wang has dismissed the warning: paid by cheque")]
    public async Task A_warning_that_ends_is_noted_and_the_alert_stays_open(WarningState state, string said)
    {
        var debtor = new Debtor(alerting);
        var warning = await debtor.Warn(Severity.Serious);

        await debtor.End(warning, state);

        var alert = await debtor.Alert();
        (alert.State, alert.History[^1].Step, alert.History[^1].Text.En).ShouldBe(
            (AlertState.Open, AlertStep.CauseEnded, said));
        alert.CauseEndedAt.ShouldNotBeNull();
        (await alerting.PublishedAsync<AlertChanged>(debtor.Id)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_end_of_an_older_warning_says_nothing_of_the_present_one()
    {
        var debtor = new Debtor(alerting);
        var older = await debtor.Warn(Severity.Serious);
        await debtor.Warn(Severity.Serious);

        await debtor.End(older);

        (await debtor.Alert()).CauseEndedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_resolved_alert_stays_resolved_until_the_warning_is_graver_or_comes_anew()
    {
        var debtor = new Debtor(alerting);
        var warning = await debtor.Warn(Severity.Attention);
        await alerting.Client.Alerts.ResolveAlertAsync(new()
        {
            AlertId = (await debtor.Alert()).AlertId,
            Outcome = AlertOutcome.Known,
            Resolution = "agreed with the customer",
        });

        await debtor.Update(warning, Severity.Attention);
        var afterTheSame = (await debtor.Alerts()).Count;
        await debtor.Update(warning, Severity.Serious);

        afterTheSame.ShouldBe(1);
        (await debtor.Alerts()).Select(a => a.State).ShouldBe([AlertState.Open, AlertState.Resolved]);
    }

    [Fact]
    public async Task A_flood_of_updates_leaves_a_bounded_alert()
    {
        var debtor = new Debtor(alerting);
        var warning = await debtor.Warn(Severity.Attention);
        for (var i = 0; i < 120; i++)
            await debtor.Update(warning, Severity.Attention);
        for (var i = 0; i < 60; i++)
            await debtor.Warn(Severity.Attention);

        var alert = await debtor.Alert();
        (alert.EventCount, alert.EventIds.Count, alert.History.Count).ShouldBe((181, 100, 50));
        alert.History[0].Step.ShouldBe(AlertStep.Opened);
        alert.History[0].EventId.ShouldBe(alert.EventIds[0]);
    }
}
