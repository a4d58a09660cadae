using System.Net;
using System.Text.Json.Nodes;
using Grpc.Core;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

[Collection(AlertingCollection.Name)]
public sealed class GetAlertTests(AlertingFixture alerting)
{
    [Fact]
    public async Task An_alert_is_the_same_over_rest_and_grpc()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious);
        var alert = await debtor.Alert();

        var rest = JsonNode.Parse(await alerting.Http.GetStringAsync(
            new Uri($"/v1/alerts/{alert.AlertId}", UriKind.Relative)))!;

        (await alerting.Client.Alerts.GetAlertAsync(new() { AlertId = alert.AlertId })).ShouldBe(alert);
        ((string?)rest["alertId"], (string?)rest["state"], (string?)rest["severity"]).ShouldBe(
            (alert.AlertId, "ALERT_STATE_OPEN", "SEVERITY_SERIOUS"));
    }

    [Theory]
    [InlineData("0197f000-0000-7000-8000-000000000000")]
    [InlineData("nonsense")]
    public async Task An_unknown_alert_is_not_found(string id)
    {
        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Alerts.GetAlertAsync(new() { AlertId = id }));
        using var answer = await alerting.Http.GetAsync(new Uri($"/v1/alerts/{id}", UriKind.Relative));

        refused.StatusCode.ShouldBe(StatusCode.NotFound);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
