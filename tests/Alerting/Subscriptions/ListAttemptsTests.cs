using Risk.Alerting.Tests.Receivers;
using Risk.Alerting.V1;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Subscriptions;

[Collection(AlertingCollection.Name)]
public sealed class ListAttemptsTests(AlertingFixture alerting)
{
    [Fact]
    public async Task Every_attempt_is_there_with_its_answer_and_the_next_time_newest_first()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var answers = new Queue<int>([500, 204]);
        receiver.Answer = http => Receiver.Status(answers.Dequeue())(http);
        var debtor = new Debtor(alerting);

        await debtor.Warn(Severity.Notice);
        await receiver.UntilAsync(debtor.Id, 1);
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 1, "the first attempt in the log");
        alerting.Pass(TimeSpan.FromSeconds(10));
        await receiver.UntilAsync(debtor.Id, 2);
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 2, "the second attempt in the log");

        var log = await receiver.AttemptsAsync(alerting);
        var (second, first) = (log[0], log[1]);
        (first.Number, first.StatusCode, first.Error).ShouldBe((1, 500, "answered 500"));
        (second.Number, second.StatusCode, second.Error).ShouldBe((2, 204, ""));
        second.NextAttemptAt.ShouldBeNull();
        (first.NextAttemptAt.ToDateTimeOffset() - first.AttemptedAt.ToDateTimeOffset()).TotalSeconds
            .ShouldBeInRange(4.4, 7);
        first.MessageId.ShouldBe(second.MessageId);
        first.AlertId.ShouldBe((await debtor.Alert()).AlertId);
    }

    [Fact]
    public async Task Pages_give_every_attempt_once()
    {
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        var debtor = new Debtor(alerting);
        foreach (var rule in (string[])["A", "B", "C", "D", "E"])
            await debtor.Warn(Severity.Notice, rule);
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 5, "five attempts in the log");

        var request = new ListAttemptsRequest { SubscriptionId = receiver.SubscriptionId, PageSize = 2 };
        var messages = new List<string>();
        do
        {
            var page = await alerting.Client.Subscriptions.ListAttemptsAsync(request);
            messages.AddRange(page.Attempts.Select(a => a.MessageId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        messages.Order(StringComparer.Ordinal).ShouldBe(
            receiver.Of(debtor.Id).Select(r => r.MessageId).Order(StringComparer.Ordinal));
    }
}
