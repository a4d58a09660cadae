using Risk.Monitoring.V1;
using Xunit;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>One suite of processes with its traffic, on which fault follows fault.</summary>
public sealed class FaultySuite : IAsyncLifetime
{
    internal ProcessSuite Suite { get; private set; } = null!;

    internal Traffic Traffic { get; private set; } = null!;

    internal Truth Truth { get; private set; } = null!;

    internal AlertTruth Alerts { get; private set; } = null!;

    internal WebhookReceiver Receiver => receiver!;

    private WebhookReceiver? receiver;

    public async Task InitializeAsync()
    {
        Suite = await ProcessSuite.StartAsync("intake", "scoring", "monitoring", "alerting");
        receiver = new WebhookReceiver();
        Alerts = new AlertTruth(Suite, receiver);
        var subscriptions = Suite.Client("alerting").Subscriptions;
        await Eventually.HoldsAsync(async () => await subscriptions.CreateSubscriptionAsync(new()
        {
            Subscription = new() { Url = receiver.Address.ToString(), SeverityAtLeast = Severity.Notice },
            RequestId = "fault-tests",
        }));
        Traffic = new Traffic(Suite);
        Truth = new Truth(Suite);
        await Eventually.HoldsAsync(Traffic.RegisterCustomersAsync);
        await Traffic.GrantAsync();
    }

    public async Task DisposeAsync()
    {
        await (Suite?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (receiver?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
