using System.Text.Json.Nodes;
using Grpc.Core;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

[Collection(AlertingCollection.Name)]
public sealed class WatchAlertsTests(AlertingFixture alerting)
{
    [Fact]
    public async Task A_watcher_sees_every_change_in_order_as_it_comes()
    {
        var debtor = new Debtor(alerting);
        var from = (await alerting.Client.Alerts.ListAlertsAsync(new())).Cursor;
        using var watch = alerting.Client.Alerts.WatchAlerts(new() { Cursor = from });

        var warning = await debtor.Warn(Severity.Attention);
        await debtor.Update(warning, Severity.Serious);
        await debtor.End(warning);

        var seen = await SeenAsync(watch, debtor.Id, 3);
        seen.Select(s => s.Alert.History[^1].Step).ShouldBe(
            [AlertStep.Opened, AlertStep.Raised, AlertStep.CauseEnded]);
        seen[^1].Alert.ShouldBe(await debtor.Alert());
    }

    [Fact]
    public async Task A_watcher_who_comes_back_with_a_cursor_misses_nothing_and_sees_nothing_twice()
    {
        var debtor = new Debtor(alerting);
        var from = (await alerting.Client.Alerts.ListAlertsAsync(new())).Cursor;
        await debtor.Warn(Severity.Notice, "A");
        await debtor.Warn(Severity.Notice, "B");
        string cursor;
        using (var first = alerting.Client.Alerts.WatchAlerts(new() { Cursor = from }))
            cursor = (await SeenAsync(first, debtor.Id, 1))[0].Cursor;
        await debtor.Warn(Severity.Notice, "C");

        using var again = alerting.Client.Alerts.WatchAlerts(new() { Cursor = cursor });
        var seen = await SeenAsync(again, debtor.Id, 2);

        seen.Select(s => s.Alert.Rule).ShouldBe(["B", "C"]);
    }

    [Fact]
    public async Task The_beginning_shows_all_and_a_severity_leaves_out_what_is_less_grave()
    {
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await debtor.Warn(Severity.Critical, "B");

        using var all = alerting.Client.Alerts.WatchAlerts(new() { Cursor = "0" });
        using var grave = alerting.Client.Alerts.WatchAlerts(
            new() { Cursor = "0", SeverityAtLeast = Severity.Serious });

        (await SeenAsync(all, debtor.Id, 2)).Select(s => s.Alert.Rule).ShouldBe(["A", "B"]);
        (await SeenAsync(grave, debtor.Id, 1)).Select(s => s.Alert.Rule).ShouldBe(["B"]);
    }

    [Fact]
    public async Task Server_sent_events_carry_the_cursor_as_id_and_go_on_from_the_header()
    {
        var debtor = new Debtor(alerting);
        var from = (await alerting.Client.Alerts.ListAlertsAsync(new())).Cursor;
        await debtor.Warn(Severity.Notice, "A");
        await debtor.Warn(Severity.Notice, "B");

        await using var first = await EventSource.OpenAsync(alerting.Http, $"/v1/alerts:watch?cursor={from}");
        var a = await first.NextAsync();
        await using var again = await EventSource.OpenAsync(alerting.Http, "/v1/alerts:watch", lastEventId: a.Id);
        var b = await again.NextAsync();
        await debtor.Warn(Severity.Notice, "C");
        var c = await again.NextAsync();

        RuleOf(a).ShouldBe("A");
        a.Id.ShouldBe((string?)JsonNode.Parse(a.Data)!["cursor"]);
        RuleOf(b).ShouldBe("B");
        RuleOf(c).ShouldBe("C");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.-1")]
    public async Task A_cursor_of_somebody_else_is_refused(string cursor)
    {
        using var watch = alerting.Client.Alerts.WatchAlerts(new() { Cursor = cursor });

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await watch.ResponseStream.MoveNext(CancellationToken.None));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    internal static async Task<IReadOnlyList<WatchAlertsResponse>> SeenAsync(
        AsyncServerStreamingCall<WatchAlertsResponse> watch, string customerId, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var seen = new List<WatchAlertsResponse>();
        while (seen.Count < count && await watch.ResponseStream.MoveNext(patience.Token))
        {
            if (watch.ResponseStream.Current.Alert.CustomerId == customerId)
                seen.Add(watch.ResponseStream.Current);
        }
        return seen;
    }

    private static string? RuleOf(SentEvent e) => (string?)JsonNode.Parse(e.Data)!["alert"]!["rule"];
}
