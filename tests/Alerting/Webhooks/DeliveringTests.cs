using System.Globalization;
using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

[Collection(AlertingCollection.Name)]
public sealed class DeliveringTests(AlertingFixture alerting)
{
    [Fact]
    public async Task A_delivery_is_a_signed_cloud_event_with_the_whole_alert()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Serious);

        var sent = (await receiver.UntilAsync(debtor.Id, 1)).ShouldHaveSingleItem();

        var alert = await debtor.Alert();
        (sent.Method, sent.Headers["Content-Type"]).ShouldBe(("POST", "application/cloudevents+json; charset=utf-8"));
        sent.IsSignedWith(receiver.Secret).ShouldBeTrue();
        sent.IsSignedWith("whsec_" + Convert.ToBase64String(new byte[32])).ShouldBeFalse();
        var at = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(sent.Headers["webhook-timestamp"], CultureInfo.InvariantCulture));
        (alerting.Clock.GetUtcNow() - at).TotalSeconds.ShouldBeInRange(0, 15);
        var e = sent.Event;
        ((string?)e["specversion"], (string?)e["source"], (string?)e["type"], (string?)e["subject"]).ShouldBe(
            ("1.0", "alerting", "risk.alerting.alert_opened.v1", debtor.Id));
        ((string?)e["id"]).ShouldBe(sent.MessageId);
        ((string?)e["datacontenttype"]).ShouldBe("application/json");
        ((string?)sent.Alert["alertId"], (string?)sent.Alert["text"]!["zh"]).ShouldBe((alert.AlertId, alert.Text.Zh));
        (await alerting.SqlAsync<Guid>("SELECT event_id FROM outbox WHERE subject = $1", debtor.Id))
            .ShouldBe(Guid.Parse(sent.MessageId));
    }

    [Fact]
    public async Task A_failing_target_is_tried_by_the_growing_pauses_and_then_given_up()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(500);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice);

        for (var attempt = 1; attempt <= 10; attempt++)
        {
            var count = attempt;
            await AlertingFixture.UntilAsync(async () => (await receiver.AttemptsAsync(alerting)).Count == count,
                $"attempt {count} in the log");
            var next = (await receiver.AttemptsAsync(alerting))[0].NextAttemptAt;
            if (next is not null)
                alerting.Pass(next.ToDateTimeOffset() - alerting.Clock.GetUtcNow() + TimeSpan.FromMilliseconds(1));
        }

        var log = await receiver.AttemptsAsync(alerting);
        log[0].NextAttemptAt.ShouldBeNull();
        log.Skip(1).ShouldAllBe(a => a.NextAttemptAt != null);
        receiver.Of(debtor.Id).Select(r => r.MessageId).Distinct().ShouldHaveSingleItem();
        receiver.Of(debtor.Id).Select(r => r.Headers["webhook-timestamp"]).Distinct().Count().ShouldBe(10);
        receiver.Of(debtor.Id).ShouldAllBe(r => r.IsSignedWith(receiver.Secret));
        (await alerting.SqlAsync<short>("SELECT state FROM deliveries WHERE subscription_id = $1",
            Guid.Parse(receiver.SubscriptionId))).ShouldBe((short)3);
    }

    [Fact]
    public async Task A_target_that_is_gone_is_disabled_for_good()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(410);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 1, "the attempt in the log");

        receiver.Answer = Receiver.Status(200);
        await using var other = await Receiver.SubscribedAsync(alerting);
        await debtor.Warn(Severity.Notice, "B");
        alerting.Pass(TimeSpan.FromHours(1));
        await other.UntilAsync(debtor.Id, 1);

        receiver.Of(debtor.Id).ShouldHaveSingleItem();
        var listed = await alerting.Client.Subscriptions.ListSubscriptionsAsync(new() { PageSize = 500 });
        listed.Subscriptions.Single(s => s.SubscriptionId == receiver.SubscriptionId).Disabled.ShouldBeTrue();
        (await alerting.SqlAsync<string>(
            "SELECT actor FROM audit_entries WHERE subject = $1 AND action = 'subscriptions.disable'",
            receiver.SubscriptionId)).ShouldBe("service:alerting");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await Receiver.StartAsync();
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(307, ("Location", elsewhere.Address.ToString()));
        var debtor = new Debtor(alerting);

        await debtor.Warn(Severity.Notice);
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 1, "the attempt in the log");

        var attempt = (await receiver.AttemptsAsync(alerting))[0];
        (attempt.StatusCode, attempt.Error).ShouldBe((307, "redirects are not followed"));
        attempt.NextAttemptAt.ShouldNotBeNull();
        elsewhere.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_that_asks_for_a_pause_gets_it_for_everything()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        await using var other = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(503, ("Retry-After", "3600"));
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 1, "the attempt in the log");
        receiver.Answer = Receiver.Status(200);

        await debtor.Warn(Severity.Notice, "B");
        alerting.Pass(TimeSpan.FromMinutes(55));
        await other.UntilAsync(debtor.Id, 2);
        var during = receiver.Of(debtor.Id).Count;
        alerting.Pass(TimeSpan.FromMinutes(6));

        during.ShouldBe(1);
        await receiver.UntilAsync(debtor.Id, 3);
        receiver.Of(debtor.Id).Select(r => r.MessageId).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_target_that_does_not_answer_is_left_after_the_time_limit()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted)
            .ContinueWith(_ => { }, TaskScheduler.Default);
        var debtor = new Debtor(alerting);

        await debtor.Warn(Severity.Notice);
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 1, "the attempt in the log");

        var attempt = (await receiver.AttemptsAsync(alerting))[0];
        (attempt.StatusCode, attempt.Error).ShouldBe((0, "no answer within 2 s"));
        attempt.DurationMilliseconds.ShouldBeInRange(1_900, 4_000);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_and_counts_by_its_head()
    {
        var cut = new TaskCompletionSource();
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = async http =>
        {
            var piece = new byte[64 * 1024];
            try
            {
                while (true)
                    await http.Response.Body.WriteAsync(piece, http.RequestAborted);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException)
            {
                cut.TrySetResult();
            }
        };
        var debtor = new Debtor(alerting);

        await debtor.Warn(Severity.Notice);

        await cut.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)) is [{ StatusCode: 200, Error: "" }], "the attempt");
    }

    [Fact]
    public async Task A_head_that_is_too_large_is_a_failure()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(200, ("X-Large", new string('x', 60_000)));
        var debtor = new Debtor(alerting);

        await debtor.Warn(Severity.Notice);

        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)) is [{ StatusCode: 0, NextAttemptAt: not null }],
            "the failed attempt");
    }

    [Fact]
    public async Task Nobody_listens_and_it_is_tried_again_when_somebody_does()
    {
        var receiver = await Receiver.SubscribedAsync(alerting);
        await using var cleanup = receiver;
        var port = receiver.Address.Port;
        await receiver.StopAsync();
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice);
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)) is [{ StatusCode: 0, Error.Length: > 0 }],
            "the failed attempt");

        await using var again = await Receiver.StartAsync(port);
        alerting.Pass(TimeSpan.FromSeconds(10));

        (await again.UntilAsync(debtor.Id, 1))[0].IsSignedWith(receiver.Secret).ShouldBeTrue();
    }

    [Fact]
    public async Task Broken_targets_do_not_delay_a_good_one()
    {
        var broken = new List<Receiver>();
        for (var i = 0; i < 5; i++)
        {
            broken.Add(await Receiver.SubscribedAsync(alerting));
            broken[^1].Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted)
                .ContinueWith(_ => { }, TaskScheduler.Default);
        }
        await using var good = await Receiver.SubscribedAsync(alerting);
        var debtor = new Debtor(alerting);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
            await debtor.Warn(Severity.Notice, $"R{i}");
        await good.UntilAsync(debtor.Id, 20);
        var took = watch.Elapsed;

        // Each of the broken ones would take 40 s: it is waited for 2 s, once for each of the 20.
        took.ShouldBeLessThan(TimeSpan.FromSeconds(12));
        foreach (var receiver in broken)
            await receiver.DisposeAsync();
    }

    [Fact]
    public async Task What_people_do_is_delivered_too()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice);
        var id = (await debtor.Alert()).AlertId;
        await alerting.Client.Alerts.AcknowledgeAlertAsync(new() { AlertId = id });
        await alerting.Client.Alerts.ResolveAlertAsync(
            new() { AlertId = id, Outcome = AlertOutcome.True, Resolution = "paid" });

        var sent = await receiver.UntilAsync(debtor.Id, 3);

        sent.Select(s => (string)s.Alert["state"]!).Order(StringComparer.Ordinal).ShouldBe(
            ["ALERT_STATE_ACKNOWLEDGED", "ALERT_STATE_OPEN", "ALERT_STATE_RESOLVED"]);
    }
}
