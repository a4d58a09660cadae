using Google.Protobuf.WellKnownTypes;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.V1;
using Risk.Alerting.Webhooks;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

/// <summary>How long a target is left alone that has too much to do.</summary>
[Collection(AlertingCollection.Name)]
public sealed class RestTests(AlertingFixture alerting)
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(6, 300)]
    [InlineData(500, 300)]
    public void A_target_that_does_not_say_how_long_rests_from_seconds_to_five_minutes(int failures, int seconds) =>
        RetryPlan.Rest(AlertingRules.Shipped, failures, Answered(503), Now, chance: 0.5)
            .ShouldBe(Now.AddSeconds(seconds));

    [Fact]
    public void A_target_that_says_how_long_rests_as_long() =>
        RetryPlan.Rest(AlertingRules.Shipped, 0, Answered(500) with { RetryAfter = TimeSpan.FromHours(1) }, Now, 0.5)
            .ShouldBe(Now.AddHours(1));

    [Fact]
    public void A_target_that_only_fails_does_not_rest() =>
        RetryPlan.Rest(AlertingRules.Shipped, 0, Answered(500), Now, chance: 0.5).ShouldBeNull();

    [Fact]
    public async Task The_long_pause_of_one_message_does_not_hold_back_the_others()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(503);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await AttemptsAsync(receiver, 1);
        alerting.Pass(TimeSpan.FromSeconds(6));
        await AttemptsAsync(receiver, 2);
        // Its third attempt is in five minutes, the target's rest ends within eleven seconds.
        var resting = await ShownAsync(receiver);
        receiver.Answer = Receiver.Status(200);

        await debtor.Warn(Severity.Notice, "B");
        alerting.Pass(TimeSpan.FromSeconds(12));

        await receiver.UntilAsync(debtor.Id, 3);
        (resting.Failures, resting.ResumeAt).ShouldSatisfyAllConditions(
            shown => shown.Failures.ShouldBe(2), shown => shown.ResumeAt.ShouldNotBeNull());
        await AttemptsAsync(receiver, 3);
        var well = await ShownAsync(receiver);
        (well.Failures, well.ResumeAt).ShouldBe((0, null));
    }

    [Fact]
    public async Task What_the_target_takes_meanwhile_ends_its_rest()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var bothCame = new TaskCompletionSource();
        var refused = new TaskCompletionSource();
        var came = 0;
        receiver.Answer = async http =>
        {
            var first = Interlocked.Increment(ref came) == 1;
            if (!first)
                bothCame.TrySetResult();
            await (first ? bothCame.Task : refused.Task);
            http.Response.StatusCode = first ? 429 : 200;
            if (first)
                http.Response.Headers.RetryAfter = "7200";
        };
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await debtor.Warn(Severity.Notice, "B");
        await AttemptsAsync(receiver, 1);
        var resting = await ShownAsync(receiver);
        refused.SetResult();
        await AttemptsAsync(receiver, 2);
        receiver.Answer = Receiver.Status(200);

        await debtor.Warn(Severity.Notice, "C");

        await receiver.UntilAsync(debtor.Id, 3);
        resting.ResumeAt.ShouldNotBeNull();
        (await ShownAsync(receiver)).ResumeAt.ShouldBeNull();
    }

    [Fact]
    public async Task Asking_for_redelivery_ends_the_rest()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(503, ("Retry-After", "86400"));
        var from = alerting.Clock.GetUtcNow();
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice);
        await AttemptsAsync(receiver, 1);
        receiver.Answer = Receiver.Status(200);

        await alerting.Client.Subscriptions.RedeliverSubscriptionAsync(
            new() { SubscriptionId = receiver.SubscriptionId, From = from.ToTimestamp() });

        await receiver.UntilAsync(debtor.Id, 2);
    }

    private Task AttemptsAsync(Receiver receiver, int count) => AlertingFixture.UntilAsync(
        async () => (await receiver.AttemptsAsync(alerting)).Count == count, $"{count} attempts in the log");

    private async Task<Subscription> ShownAsync(Receiver receiver) =>
        (await alerting.Client.Subscriptions.ListSubscriptionsAsync(new() { PageSize = 500 }))
            .Subscriptions.Single(s => s.SubscriptionId == receiver.SubscriptionId);

    private static SendOutcome Answered(int status) => new() { StatusCode = status, Error = "answered" };
}
