using Grpc.Core;
using Risk.Alerting.V1;
using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

[Collection(AlertingCollection.Name)]
public sealed class AcknowledgeAlertTests(AlertingFixture alerting)
{
    [Fact]
    public async Task Whoever_takes_an_alert_owns_it_and_everybody_is_told()
    {
        var debtor = new Debtor(alerting);
        await debtor.Register(salesperson: "li.na");
        await debtor.Warn(Severity.Serious);
        using var sales = await alerting.SomebodyAsync("zhang.wei", Role.Sales);

        var taken = await sales.Alerts.AcknowledgeAlertAsync(new() { AlertId = (await debtor.Alert()).AlertId });

        (taken.State, taken.Owner, taken.AcknowledgedBy).ShouldBe(
            (AlertState.Acknowledged, "zhang.wei", "zhang.wei"));
        (taken.History[^1].Step, taken.History[^1].By).ShouldBe((AlertStep.Acknowledged, "zhang.wei"));
        (await debtor.Alert()).ShouldBe(taken);
        (await alerting.PublishedAsync<AlertChanged>(debtor.Id)).ShouldHaveSingleItem().Alert.ShouldBe(taken);
        (await alerting.SqlAsync<string>(
            "SELECT actor_name FROM audit_entries WHERE subject = $1 AND action = 'alerts.acknowledge'", debtor.Id))
            .ShouldBe("zhang.wei");
    }

    [Fact]
    public async Task Taking_it_twice_changes_nothing_and_another_person_may_take_it_over()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious);
        var id = (await debtor.Alert()).AlertId;
        using var one = await alerting.SomebodyAsync("one", Role.Risk);
        using var other = await alerting.SomebodyAsync("other", Role.Finance);

        await one.Alerts.AcknowledgeAlertAsync(new() { AlertId = id });
        await one.Alerts.AcknowledgeAlertAsync(new() { AlertId = id });
        await other.Alerts.AcknowledgeAlertAsync(new() { AlertId = id });

        (await debtor.Alert()).Owner.ShouldBe("other");
        (await alerting.PublishedAsync<AlertChanged>(debtor.Id)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_repeated_request_is_done_once()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious);
        var request = new AcknowledgeAlertRequest
        {
            AlertId = (await debtor.Alert()).AlertId,
            RequestId = $"take-{debtor.Id}",
        };

        var first = await alerting.Client.Alerts.AcknowledgeAlertAsync(request);
        await alerting.Client.Alerts.ResolveAlertAsync(
            new() { AlertId = request.AlertId, Outcome = AlertOutcome.True, Resolution = "called" });
        var again = await alerting.Client.Alerts.AcknowledgeAlertAsync(request);

        again.ShouldBe(first);
    }

    [Fact]
    public async Task Auditors_and_integrators_take_nothing()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious);
        using var auditor = await alerting.SomebodyAsync("auditor", Role.Auditor, Role.Integrator);

        var refused = await Should.ThrowAsync<RpcException>(async () => await auditor.Alerts.AcknowledgeAlertAsync(
            new() { AlertId = (await debtor.Alert()).AlertId }));

        refused.StatusCode.ShouldBe(StatusCode.PermissionDenied);
    }

    [Fact]
    public async Task A_graver_warning_joins_an_acknowledged_alert_and_leaves_it_with_its_owner()
    {
        var debtor = new Debtor(alerting);
        var warning = await debtor.Warn(Severity.Attention);
        await alerting.Client.Alerts.AcknowledgeAlertAsync(new() { AlertId = (await debtor.Alert()).AlertId });
        var owner = (await debtor.Alert()).Owner;

        await debtor.Update(warning, Severity.Critical);

        var alert = (await debtor.Alerts()).ShouldHaveSingleItem();
        (alert.State, alert.Severity, alert.Owner).ShouldBe((AlertState.Acknowledged, Severity.Critical, owner));
    }
}
