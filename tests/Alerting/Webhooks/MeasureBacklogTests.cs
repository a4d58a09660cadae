using System.Globalization;
using Risk.Alerting.Tests.Receivers;
using Risk.Monitoring.V1;
using Shouldly;
using Xunit;

namespace Risk.Alerting.Tests.Webhooks;

[Collection(AlertingCollection.Name)]
public sealed class MeasureBacklogTests(AlertingFixture alerting)
{
    [Fact]
    public async Task What_waits_for_a_target_that_rests_is_seen()
    {
        await alerting.SqlAsync("DELETE FROM subscriptions");
        await using var receiver = await Receiver.SubscribedAsync(alerting);
        receiver.Answer = Receiver.Status(503, ("Retry-After", "7200"));
        var debtor = new Debtor(alerting);
        await debtor.Warn(Severity.Notice, "A");
        await AlertingFixture.UntilAsync(
            async () => (await receiver.AttemptsAsync(alerting)).Count == 1, "the attempt in the log");
        await debtor.Warn(Severity.Notice, "B");
        await debtor.Warn(Severity.Notice, "C");

        alerting.Pass(TimeSpan.FromHours(1));

        await AlertingFixture.UntilAsync(
            async () => await MeasuredAsync("risk_webhooks_waiting") == 2, "two that wait");
        (await MeasuredAsync("risk_webhooks_late_seconds")).ShouldBeGreaterThanOrEqualTo(3_600);
    }

    private async Task<double> MeasuredAsync(string metric)
    {
        var page = await alerting.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var line = page.Split('\n').Single(l => l.StartsWith(metric, StringComparison.Ordinal));
        return double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
    }
}
