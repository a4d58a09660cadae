using Grpc.Core;
using Risk.Alerting.Tests.Alerts;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

public sealed class InstancesTests(AlertingOnRabbit alerting) : IClassFixture<AlertingOnRabbit>
{
    [Fact]
    public async Task Watchers_of_either_instance_see_what_both_write()
    {
        await using var second = await SecondInstance.StartAsync(alerting);
        var from = (await alerting.Client.Alerts.ListAlertsAsync(new())).Cursor;
        using var here = alerting.Client.Alerts.WatchAlerts(new() { Cursor = from });
        using var there = second.Client.Alerts.WatchAlerts(new() { Cursor = from });
        var (one, other) = (new Debtor(alerting), new Debtor(alerting));

        for (var i = 0; i < 10; i++)
        {
            await one.Warn(Severity.Notice, $"R{i}");
            await WatchAlertsTests.SeenAsync(here, one.Id, 1);
            await WatchAlertsTests.SeenAsync(there, one.Id, 1);
            await second.DeliverAsync("monitoring", other.Id,
                new WarningRaised { Warning = other.Warning(Severity.Notice, $"R{i}") });
            await WatchAlertsTests.SeenAsync(here, other.Id, 1);
            await WatchAlertsTests.SeenAsync(there, other.Id, 1);
        }
    }

    [Fact]
    public async Task Two_instances_deliver_together_and_nothing_twice()
    {
        await using var second = await SecondInstance.StartAsync(alerting);
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        // One instance has four under way at most: the fifth at once is of the other one.
        var (under, fifth) = (0, new TaskCompletionSource());
        receiver.Answer = async http =>
        {
            if (Interlocked.Increment(ref under) > 4)
                fifth.TrySetResult();
            await fifth.Task.WaitAsync(http.RequestAborted);
            Interlocked.Decrement(ref under);
            http.Response.StatusCode = 204;
        };
        var (one, other) = (new Debtor(alerting), new Debtor(alerting));

        await Task.WhenAll(
            Task.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                    await one.Warn(Severity.Notice, $"R{i}");
            }),
            Task.Run(async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await second.DeliverAsync("monitoring", other.Id,
                        new WarningRaised { Warning = other.Warning(Severity.Notice, $"R{i}") });
                }
            }));
        await receiver.UntilAsync(one.Id, 50);
        await receiver.UntilAsync(other.Id, 50);
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 100, "100 attempts in the log");

        receiver.All.Select(r => r.MessageId).ShouldBeUnique();
        receiver.All.ShouldAllBe(r => r.IsSignedWith(receiver.Secret));
    }

    [Fact]
    public async Task An_instance_killed_in_the_middle_loses_no_delivery_and_none_is_invented()
    {
        var debtor = new Debtor(alerting);
        for (var i = 0; i < 100; i++)
            await debtor.Warn(Severity.Notice, $"R{i}");
        var alerts = (await alerting.Client.Alerts.ListAlertsAsync(
            new() { CustomerId = debtor.Id, PageSize = 500 })).Alerts;
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = async http =>
        {
            await Task.Delay(20, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            http.Response.StatusCode = 204;
        };
        List<string> acknowledged;
        await using (var process = await ServiceProcess.StartAsync(alerting))
            acknowledged = await AcknowledgeUntilKilledAsync(process, alerts);

        alerting.Pass(TimeSpan.FromMinutes(1));
        await AlertingFixture.UntilAsync(() => Task.FromResult(
            acknowledged.All(id => receiver.All.Any(r => (string)r.Alert["alertId"]! == id))),
            "a delivery for each acknowledged alert");

        acknowledged.Count.ShouldBeInRange(10, 99);
        var told = (await alerting.PublishedAsync<AlertChanged>(debtor.Id)).Select(e => e.Alert.AlertId).ToHashSet();
        receiver.All.ShouldAllBe(r => told.Contains((string)r.Alert["alertId"]!));
        receiver.All.ShouldAllBe(r => r.IsSignedWith(receiver.Secret));
        acknowledged.ShouldAllBe(id => told.Contains(id));
    }

    private static async Task<List<string>> AcknowledgeUntilKilledAsync(
        ServiceProcess process, IReadOnlyList<Alert> alerts)
    {
        var acknowledged = new List<string>();
        Task? killed = null;
        foreach (var alert in alerts)
        {
            try
            {
                await process.Client.Alerts.AcknowledgeAlertAsync(new() { AlertId = alert.AlertId });
                acknowledged.Add(alert.AlertId);
            }
            catch (RpcException) when (killed is not null)
            {
                break;
            }
            if (acknowledged.Count == alerts.Count / 2)
                killed = process.KillAsync();
        }
        await killed!;
        return acknowledged;
    }
}
