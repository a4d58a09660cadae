using System.Net;
using System.Net.Sockets;
using System.Text;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.Webhooks;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

/// <summary>Attempts whose end cannot be kept as it was are kept all the same.</summary>
[Collection(AlertingCollection.Name)]
public sealed class UnkeptTests(AlertingFixture alerting)
{
    [Theory]
    [InlineData("bad \0 name\r\n", "bad \uFFFD name\uFFFD\uFFFD")]
    [InlineData("", "failed without a reason")]
    public void What_a_target_has_chosen_is_made_readable(string message, string kept) =>
        WebhookSender.Readable(message).ShouldBe(kept);

    [Fact]
    public void Half_a_character_is_replaced() => WebhookSender.Readable("half \ud83d").ShouldBe("half \uFFFD");

    [Fact]
    public void A_long_reason_is_cut_between_characters() =>
        WebhookSender.Readable("x" + string.Concat(Enumerable.Repeat("😀", 200)))
            .ShouldBe("x" + string.Concat(Enumerable.Repeat("😀", 149)));

    [Fact]
    public async Task A_target_that_answers_with_zero_bytes_is_counted_and_tried_again_later()
    {
        using var target = new TcpListener(IPAddress.Loopback, 0);
        target.Start();
        var answering = AnswerAsync(target, "HTTP/1.1 200 OK\r\nna\0me: x\r\nContent-Length: 0\r\n\r\n");
        var subscription = await alerting.Client.Subscriptions.CreateSubscriptionAsync(
            new() { Subscription = new() { Url = $"http://{target.LocalEndpoint}/" } });
        var id = subscription.Subscription.SubscriptionId;

        await new Debtor(alerting).Warn(Severity.Notice);

        await AlertingFixture.UntilAsync(
            async () => await AttemptsAsync(id) is [{ StatusCode: 0, NextAttemptAt: not null }], "the attempt");
        (await AttemptsAsync(id))[0].Error.ShouldContain("\uFFFD");
        await alerting.Client.Subscriptions.DeleteSubscriptionAsync(new() { SubscriptionId = id });
        target.Stop();
        await answering;
    }

    [Fact]
    public async Task An_outcome_that_the_database_refuses_is_kept_without_its_reason()
    {
        await alerting.SqlAsync("ALTER TABLE attempts ADD CONSTRAINT refused CHECK (error <> 'answered 418')");
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(418);

        await new Debtor(alerting).Warn(Severity.Notice);

        await AlertingFixture.UntilAsync(
            async () => await receiver.AttemptsAsync(alerting) is
                [{ StatusCode: 418, Error: "failed; the reason could not be kept", NextAttemptAt: not null }],
            "the attempt");
        await alerting.SqlAsync("ALTER TABLE attempts DROP CONSTRAINT refused");
    }

    [Fact]
    public async Task A_failure_that_nobody_has_thought_of_is_an_attempt_too()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        await alerting.SqlAsync("UPDATE subscriptions SET url = 'http://' WHERE subscription_id = $1",
            Guid.Parse(receiver.SubscriptionId));

        await new Debtor(alerting).Warn(Severity.Notice);

        await AlertingFixture.UntilAsync(
            async () => await receiver.AttemptsAsync(alerting) is
                [{ StatusCode: 0, Error.Length: > 0, NextAttemptAt: not null }],
            "the attempt");
    }

    private async Task<IReadOnlyList<V1.Attempt>> AttemptsAsync(string subscriptionId) =>
        (await alerting.Client.Subscriptions.ListAttemptsAsync(new() { SubscriptionId = subscriptionId })).Attempts;

    private static async Task AnswerAsync(TcpListener target, string answer)
    {
        try
        {
            while (true)
            {
                using var client = await target.AcceptTcpClientAsync();
                await client.GetStream().ReadExactlyAsync(new byte[16]);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
            }
        }
        catch (SocketException)
        {
            // It was stopped.
        }
    }
}
