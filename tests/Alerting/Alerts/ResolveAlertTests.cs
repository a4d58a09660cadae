using System.Net.Http.Json;
using Grpc.Core;
using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

[Collection(AlertingCollection.Name)]
public sealed class ResolveAlertTests(AlertingFixture alerting)
{
    [Fact]
    public async Task A_resolved_alert_has_its_outcome_and_what_comes_next_opens_another()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious);

        var resolved = await alerting.Client.Alerts.ResolveAlertAsync(new()
        {
            AlertId = (await debtor.Alert()).AlertId,
            Outcome = AlertOutcome.True,
            Resolution = "deliveries stopped",
        });
        await debtor.Warn(Severity.Serious);

        (resolved.State, resolved.Outcome, resolved.Resolution).ShouldBe(
            (AlertState.Resolved, AlertOutcome.True, "deliveries stopped"));
        resolved.ResolvedBy.ShouldNotBeEmpty();
        resolved.ResolvedAt.ShouldNotBeNull();
        (await debtor.Alerts()).Select(a => a.State).ShouldBe([AlertState.Open, AlertState.Resolved]);
        (await alerting.SqlAsync<long>(
            "SELECT count(*) FROM audit_entries WHERE subject = $1 AND action = 'alerts.resolve'", debtor.Id))
            .ShouldBe(1);
    }

    [Fact]
    public async Task A_resolved_alert_is_neither_resolved_again_nor_taken()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious);
        var request = new ResolveAlertRequest
        {
            AlertId = (await debtor.Alert()).AlertId,
            Outcome = AlertOutcome.False,
            Resolution = "booked twice",
        };
        // Each call is a request of its own: a repetition of the same one would be answered as before.
        await alerting.Client.Alerts.ResolveAlertAsync(request.Clone());

        var again = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Alerts.ResolveAlertAsync(request));
        var taken = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Alerts.AcknowledgeAlertAsync(new() { AlertId = request.AlertId }));

        (again.StatusCode, taken.StatusCode).ShouldBe(
            (StatusCode.FailedPrecondition, StatusCode.FailedPrecondition));
    }

    [Fact]
    public async Task What_is_missing_or_too_long_is_named_with_its_field()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious);

        using var answer = await alerting.Http.PostAsJsonAsync(
            new Uri($"/v1/alerts/{(await debtor.Alert()).AlertId}:resolve", UriKind.Relative),
            new { resolution = new string('x', 1_001) });
        var problem = await answer.Content.ReadAsStringAsync();

        ((int)answer.StatusCode).ShouldBe(400);
        problem.ShouldContain("outcome");
        problem.ShouldContain("is longer than 1000 characters");
    }
}
