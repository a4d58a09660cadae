using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Risk.Alerting.V1;
using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Risk.Types.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Alerts;

/// <summary>How many watch, and how long they may.</summary>
[Collection(AlertingCollection.Name)]
public sealed class WatchersTests(AlertingFixture alerting)
{
    private const int StreamsMax = 5;

    [Fact]
    public async Task A_watch_ends_soon_after_its_key_was_revoked()
    {
        using var sales = await alerting.SomebodyAsync("leaver", Role.Sales);
        var debtor = new Debtor(alerting);
        using var watch = await OpenAsync(sales.Alerts, debtor);
        var next = watch.ResponseStream.MoveNext(CancellationToken.None);

        await alerting.RevokeAsync("leaver");

        (await RefusalAsync(next)).StatusCode.ShouldBe(StatusCode.Unauthenticated);
    }

    [Fact]
    public async Task A_watch_goes_on_while_its_key_is_good()
    {
        using var sales = await alerting.SomebodyAsync("stayer", Role.Sales);
        var debtor = new Debtor(alerting);
        using var watch = await OpenAsync(sales.Alerts, debtor);

        for (var check = 0; check < 3; check++)
        {
            alerting.Clock.Advance(TimeSpan.FromSeconds(6));
            await debtor.Warn(Severity.Notice, $"R{check}");
            await WatchAlertsTests.SeenAsync(watch, debtor.Id, 1);
        }
    }

    [Fact]
    public async Task One_caller_has_a_limited_number_of_watches_and_others_have_theirs()
    {
        using var many = await alerting.SomebodyAsync("many", Role.Sales);
        using var other = await alerting.SomebodyAsync("other", Role.Sales);
        var debtor = new Debtor(alerting);
        var watches = new List<AsyncServerStreamingCall<WatchAlertsResponse>>();
        for (var i = 0; i < StreamsMax; i++)
            watches.Add(await OpenAsync(many.Alerts, debtor));

        using var oneTooMany = many.Alerts.WatchAlerts(new() { Cursor = "0" });
        var refused = await RefusalAsync(oneTooMany.ResponseStream.MoveNext(CancellationToken.None));
        using var others = await OpenAsync(other.Alerts, debtor);
        watches[0].Dispose();

        refused.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
        refused.Status.Detail.ShouldBe("This credential has 5 streams open here, which is the most. Close one.");
        await AlertingFixture.UntilAsync(() => IsAdmittedAsync(many.Alerts), "a place for another watch");
        watches.ForEach(watch => watch.Dispose());
    }

    [Fact]
    public async Task Who_follows_the_event_log_is_counted_and_cut_off_as_a_watcher_is()
    {
        using var reader = await alerting.SomebodyAsync("reader", Role.Integrator);
        await new Debtor(alerting).Warn(Severity.Notice);
        var follows = new List<AsyncServerStreamingCall<LoggedEvent>>();
        for (var i = 0; i < StreamsMax; i++)
        {
            follows.Add(reader.AlertingEvents.ReadEvents(new() { Follow = true }));
            (await follows[i].ResponseStream.MoveNext(CancellationToken.None)).ShouldBeTrue();
        }

        using var oneTooMany = reader.AlertingEvents.ReadEvents(new() { Follow = true });
        var refused = await RefusalAsync(oneTooMany.ResponseStream.MoveNext(CancellationToken.None));
        using var toTheHead = reader.AlertingEvents.ReadEvents(new() { MaxEvents = 1 });
        var read = await toTheHead.ResponseStream.MoveNext(CancellationToken.None);
        await alerting.RevokeAsync("reader");
        var ended = await RefusalAsync(ToTheEndAsync(follows[0].ResponseStream));

        (refused.StatusCode, read, ended.StatusCode).ShouldBe(
            (StatusCode.ResourceExhausted, true, StatusCode.Unauthenticated));
        follows.ForEach(follow => follow.Dispose());
    }

    [Fact]
    public async Task Over_rest_one_watch_too_many_is_answered_with_429()
    {
        var watches = new List<HttpResponseMessage>();
        for (var i = 0; i < StreamsMax; i++)
            watches.Add(await WatchAsync());

        using var refused = await WatchAsync();

        watches.ShouldAllBe(watch => watch.StatusCode == HttpStatusCode.OK);
        (refused.StatusCode, refused.Headers.RetryAfter!.Delta).ShouldBe(
            (HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(10)));
        watches.ForEach(watch => watch.Dispose());
        await AlertingFixture.UntilAsync(() => IsAdmittedAsync(alerting.Client.Alerts), "places for other tests");
    }

    private static async Task<AsyncServerStreamingCall<WatchAlertsResponse>> OpenAsync(
        AlertsService.AlertsServiceClient alerts, Debtor debtor)
    {
        var watch = alerts.WatchAlerts(new() { Cursor = "0" });
        await debtor.Warn(Severity.Notice);
        await WatchAlertsTests.SeenAsync(watch, debtor.Id, 1);
        return watch;
    }

    private static async Task<bool> ToTheEndAsync(IAsyncStreamReader<LoggedEvent> events)
    {
        while (await events.MoveNext(CancellationToken.None))
        {
        }
        return false;
    }

    private static async Task<bool> IsAdmittedAsync(AlertsService.AlertsServiceClient alerts)
    {
        using var watch = alerts.WatchAlerts(new() { Cursor = "0" });
        try
        {
            return await watch.ResponseStream.MoveNext(CancellationToken.None);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.ResourceExhausted)
        {
            return false;
        }
    }

    private async Task<RpcException> RefusalAsync(Task<bool> next)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!next.IsCompleted && !patience.IsCancellationRequested)
        {
            alerting.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20);
        }
        return await Should.ThrowAsync<RpcException>(() => next.WaitAsync(patience.Token));
    }

    private async Task<HttpResponseMessage> WatchAsync()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri("/v1/alerts:watch?cursor=0", UriKind.Relative));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        return await alerting.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
