using Grpc.Core;
using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

[Collection(AlertingCollection.Name)]
public sealed class ListAlertsTests(AlertingFixture alerting)
{
    [Fact]
    public async Task Pages_give_every_alert_once_newest_first()
    {
        var debtor = new Debtor(alerting);
        foreach (var rule in (string[])["A", "B", "C", "D", "E"])
            await debtor.Warn(Severity.Notice, rule);

        var request = new ListAlertsRequest { CustomerId = debtor.Id, PageSize = 2 };
        var rules = new List<string>();
        do
        {
            var page = await alerting.Client.Alerts.ListAlertsAsync(request);
            rules.AddRange(page.Alerts.Select(a => a.Rule));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        rules.ShouldBe(["E", "D", "C", "B", "A"]);
    }

    [Fact]
    public async Task Filters_narrow_by_state_and_severity()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await debtor.Warn(Severity.Serious, "B");
        await debtor.Warn(Severity.Critical, "C");
        var grave = (await debtor.Alert()).AlertId;
        await alerting.Client.Alerts.AcknowledgeAlertAsync(new() { AlertId = grave });

        var serious = await alerting.Client.Alerts.ListAlertsAsync(
            new() { CustomerId = debtor.Id, SeverityAtLeast = Severity.Serious });
        var open = await alerting.Client.Alerts.ListAlertsAsync(
            new() { CustomerId = debtor.Id, State = AlertState.Open });

        serious.Alerts.Select(a => a.Rule).ShouldBe(["C", "B"]);
        open.Alerts.Select(a => a.Rule).ShouldBe(["B", "A"]);
    }

    [Fact]
    public async Task A_token_of_another_list_is_refused()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await debtor.Warn(Severity.Notice, "B");
        var page = await alerting.Client.Alerts.ListAlertsAsync(new() { CustomerId = debtor.Id, PageSize = 1 });

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Alerts.ListAlertsAsync(new() { PageToken = page.NextPageToken }));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }
}
