using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Risk.Alerting.Tests.Receivers;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Subscriptions;

[Collection(AlertingCollection.Name)]
public sealed class RedeliverSubscriptionTests(AlertingFixture alerting)
{
    [Fact]
    public async Task What_was_sent_in_the_time_is_sent_again_under_the_same_ids()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await receiver.UntilAsync(debtor.Id, 1);
        alerting.Clock.Advance(TimeSpan.FromSeconds(1));
        var from = alerting.Clock.GetUtcNow();
        await debtor.Warn(Severity.Notice, "B");
        await debtor.Warn(Severity.Notice, "C");
        var before = await receiver.UntilAsync(debtor.Id, 3);
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 3, "three attempts in the log");

        var again = await alerting.Client.Subscriptions.RedeliverSubscriptionAsync(
            new() { SubscriptionId = receiver.SubscriptionId, From = from.ToTimestamp() });

        again.Messages.ShouldBe(2);
        var all = await receiver.UntilAsync(debtor.Id, 5);
        all.Skip(3).Select(r => r.MessageId).Order(StringComparer.Ordinal).ShouldBe(
            before.Skip(1).Select(r => r.MessageId).Order(StringComparer.Ordinal));
        all.Skip(3).ShouldAllBe(r => r.IsSignedWith(receiver.Secret));
    }

    [Fact]
    public async Task What_was_given_up_is_tried_afresh()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(500);
        var debtor = new Debtor(alerting);
        var from = alerting.Clock.GetUtcNow();
        await debtor.Warn(Severity.Notice);
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 1, "the attempt in the log");
        await alerting.SqlAsync("UPDATE deliveries SET state = 3 WHERE subscription_id = $1",
            Guid.Parse(receiver.SubscriptionId));
        receiver.Answer = Receiver.Status(200);

        var again = await alerting.Client.Subscriptions.RedeliverSubscriptionAsync(
            new() { SubscriptionId = receiver.SubscriptionId, From = from.ToTimestamp() });

        again.Messages.ShouldBe(1);
        await receiver.UntilAsync(debtor.Id, 2);
    }

    [Fact]
    public async Task A_time_that_ends_before_it_begins_is_refused()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var now = alerting.Clock.GetUtcNow();

        var refused = await Should.ThrowAsync<RpcException>(async () =>
            await alerting.Client.Subscriptions.RedeliverSubscriptionAsync(new()
            {
                SubscriptionId = receiver.SubscriptionId,
                From = now.ToTimestamp(),
                Until = now.AddHours(-1).ToTimestamp(),
            }));

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        refused.Status.Detail.ShouldContain("until");
    }
}
