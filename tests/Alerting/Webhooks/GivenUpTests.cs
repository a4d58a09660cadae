using Microsoft.Extensions.DependencyInjection;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.Webhooks;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

/// <summary>A message that no target takes is given up aloud, and none is forgotten before.</summary>
[Collection(AlertingCollection.Name)]
public sealed class GivenUpTests(AlertingFixture alerting)
{
    [Fact]
    public async Task A_delivery_given_up_is_counted_logged_and_shown_until_it_is_asked_for_again()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(500);
        var before = await CountedAsync();
        await new Debtor(alerting).Warn(Severity.Notice);
        await AttemptsAsync(receiver, 1);
        await alerting.SqlAsync("UPDATE deliveries SET attempts_in_row = 9 WHERE subscription_id = $1",
            Guid.Parse(receiver.SubscriptionId));

        alerting.Pass(TimeSpan.FromSeconds(6));
        await AttemptsAsync(receiver, 2);

        (await ShownAsync(receiver)).ShouldBe(1);
        await AlertingFixture.UntilAsync(
            async () => await CountedAsync() == before + 1, "one more in risk_webhooks_given_up_total");
        alerting.Log.Errors.ShouldContain(line =>
            line.Contains("was given up", StringComparison.Ordinal)
            && line.Contains(receiver.SubscriptionId, StringComparison.Ordinal));
        await alerting.Client.Subscriptions.RedeliverSubscriptionAsync(
            new() { SubscriptionId = receiver.SubscriptionId, From = new() });
        (await ShownAsync(receiver)).ShouldBe(0);
    }

    [Fact]
    public async Task Old_messages_are_forgotten_but_none_that_somebody_still_waits_for()
    {
        await alerting.SqlAsync("DELETE FROM subscriptions");
        await using var taking = await Receiver.SubscribedAsync(alerting);
        var (delivered, waiting) = (new Debtor(alerting), new Debtor(alerting));
        await delivered.Warn(Severity.Notice);
        await AttemptsAsync(taking, 1);
        await using var failing = await Receiver.SubscribedAsync(alerting);
        failing.Answer = Receiver.Status(500);
        await waiting.Warn(Severity.Notice);
        await AttemptsAsync(failing, 1);
        await AttemptsAsync(taking, 2);

        var forgetting = alerting.Services.GetRequiredService<ForgetMessages>();
        var before = alerting.Clock.GetUtcNow().AddSeconds(1);
        while (await forgetting.ForgetAsync(before, CancellationToken.None) > 0)
        {
        }

        (await MessagesAsync(delivered)).ShouldBe(0);
        (await MessagesAsync(waiting)).ShouldBe(1);
    }

    private Task<long> MessagesAsync(Debtor debtor) => alerting.SqlAsync<long>(
        "SELECT count(*) FROM messages WHERE customer_id = $1", Guid.Parse(debtor.Id));

    private Task AttemptsAsync(Receiver receiver, int count) => AlertingFixture.UntilAsync(
        async () => (await receiver.AttemptsAsync(alerting)).Count == count, $"{count} attempts in the log");

    private async Task<int> ShownAsync(Receiver receiver) =>
        (await alerting.Client.Subscriptions.ListSubscriptionsAsync(new() { PageSize = 500 }))
            .Subscriptions.Single(s => s.SubscriptionId == receiver.SubscriptionId).GivenUp;

    private async Task<double> CountedAsync()
    {
        var page = await alerting.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = page.Split('\n').Single(l => l.StartsWith("risk_webhooks_given_up_total", StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
