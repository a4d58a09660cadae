using System.Text.Json.Nodes;
using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Risk.Scoring.V1;
using Risk.Testing;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

/// <summary>One change of a customer is one alert, however many rules tell of it.</summary>
[Collection(AlertingCollection.Name)]
public sealed class AlertFamiliesTests(AlertingFixture alerting)
{
    [Fact]
    public async Task All_warnings_of_one_late_invoice_are_in_one_alert_that_shows_each()
    {
        var debtor = new Debtor(alerting);

        await debtor.Warn(Severity.Attention, "OLDEST_ITEM_OVERDUE");
        await debtor.Warn(Severity.Serious, "OVERDUE_SHARE_HIGH");
        await debtor.Warn(Severity.Notice, "PAYS_BEYOND_TERMS");
        await debtor.Warn(Severity.Serious, "PAYS_SLOWER");

        var alert = (await debtor.Alerts()).ShouldHaveSingleItem();
        (alert.Fingerprint, alert.Family, alert.Kind, alert.Severity).ShouldBe(
            ($"payment:{debtor.Id}", "payment", "WARNING", Severity.Serious));
        alert.Causes.Select(c => (c.Rule, c.Severity)).ShouldBe(
        [
            ("OLDEST_ITEM_OVERDUE", Severity.Attention), ("OVERDUE_SHARE_HIGH", Severity.Serious),
            ("PAYS_BEYOND_TERMS", Severity.Notice), ("PAYS_SLOWER", Severity.Serious),
        ]);
        alert.Causes.ShouldAllBe(c => c.EndedAt == null);
        (alert.Rule, alert.Text.En).ShouldBe(("OVERDUE_SHARE_HIGH", "OVERDUE_SHARE_HIGH at Serious"));
        (await alerting.PublishedAsync<AlertOpened>(debtor.Id)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_cause_has_ended_when_the_last_warning_has_and_the_text_is_that_of_what_lasts()
    {
        var debtor = new Debtor(alerting);
        var oldest = await debtor.Warn(Severity.Critical, "OLDEST_ITEM_OVERDUE");
        var slower = await debtor.Warn(Severity.Notice, "PAYS_SLOWER");

        await debtor.End(oldest, rule: "OLDEST_ITEM_OVERDUE");
        var halfway = await debtor.Alert();
        await debtor.End(slower, rule: "PAYS_SLOWER");

        (halfway.CauseEndedAt, halfway.Rule, halfway.Severity).ShouldBe((null, "PAYS_SLOWER", Severity.Critical));
        halfway.Causes.Select(c => c.EndedAt is not null).ShouldBe([true, false]);
        var alert = await debtor.Alert();
        alert.CauseEndedAt.ShouldNotBeNull();
        alert.History.Select(h => h.Step).ShouldBe(
            [AlertStep.Opened, AlertStep.Raised, AlertStep.CauseEnded, AlertStep.CauseEnded]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fall_that_scoring_and_monitoring_tell_of_is_one_alert(bool scoringFirst)
    {
        var debtor = new Debtor(alerting);

        if (scoringFirst)
            await debtor.Grade(Grade.A, Grade.Bb);
        await debtor.Warn(Severity.Attention, "GRADE_FELL");
        if (!scoringFirst)
            await debtor.Grade(Grade.A, Grade.Bb);

        var alert = (await debtor.Alerts()).ShouldHaveSingleItem();
        (alert.Fingerprint, alert.Kind).ShouldBe(($"grade:{debtor.Id}", "GRADE_DROPPED"));
        alert.Causes.Select(c => c.Rule).ShouldBe(["GRADE_FELL", ""], ignoreOrder: true);
    }

    [Fact]
    public async Task Scoring_and_monitoring_tell_of_falls_at_once_and_each_is_one_alert()
    {
        var debtors = Enumerable.Range(0, 20).Select(_ => new Debtor(alerting)).ToList();

        await Task.WhenAll(
            Task.Run(async () =>
            {
                foreach (var debtor in debtors)
                    await debtor.Grade(Grade.A, Grade.Bb);
            }),
            Task.Run(async () =>
            {
                foreach (var debtor in debtors)
                    await debtor.Warn(Severity.Attention, "GRADE_FELL");
            }));

        foreach (var debtor in debtors)
            (await debtor.Alerts()).ShouldHaveSingleItem().Causes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_new_warning_of_the_family_opens_another_alert_after_the_first_was_resolved()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious, "OLDEST_ITEM_OVERDUE");
        await alerting.Client.Alerts.ResolveAlertAsync(new()
        {
            AlertId = (await debtor.Alert()).AlertId,
            Outcome = AlertOutcome.True,
            Resolution = "a plan was agreed",
        });

        await debtor.Warn(Severity.Notice, "PAYS_SLOWER");

        (await debtor.Alerts()).Select(a => (a.State, a.Rule)).ShouldBe(
            [(AlertState.Open, "PAYS_SLOWER"), (AlertState.Resolved, "OLDEST_ITEM_OVERDUE")]);
    }

    [Fact]
    public async Task Every_rule_of_monitoring_is_in_a_family()
    {
        var file = Path.Combine(Repository.Root, "services", "Monitoring", "Warnings", "Rules.json");
        var rules = JsonNode.Parse(await File.ReadAllTextAsync(file))!["rules"]!.AsArray()
            .Select(rule => (string)rule!["rule"]!).ToList();

        rules.Count.ShouldBeGreaterThan(5);
        AlertingRules.Shipped.Families.Values.SelectMany(family => family).Order(StringComparer.Ordinal)
            .ShouldBe(rules.Order(StringComparer.Ordinal), "services/Alerting/Rules.json says what belongs together");
    }

    [Fact]
    public void A_rule_of_no_family_is_one_of_its_own() =>
        AlertingRules.Shipped.FamilyOf("SUN_TOO_BRIGHT").ShouldBe("sun_too_bright");
}
