using Shouldly;

namespace Risk.EndToEnd.Tests.Processes;

/// <summary>Every alert that there is reason for is raised and told, and none that there is no reason for.</summary>
internal sealed class AlertTruth(ProcessSuite suite, WebhookReceiver receiver)
{
    public Task HoldsAsync() => Eventually.HoldsAsync(async () =>
    {
        await EveryWarningHasItsAlertAsync();
        await EveryAlertHasItsEventsAsync();
        await EveryMessageWasReceivedAsync();
    });

    private async Task EveryWarningHasItsAlertAsync()
    {
        var missing = await suite.LinesAsync(
            """
            select format('%s %s', customer_id, rule) from monitoring.warnings warning
            where not exists (select from alerting.alerts alert
                              where alert.customer_id = warning.customer_id
                                and alert.causes @> jsonb_build_array(jsonb_build_object('rule', warning.rule)))
            """);
        missing.ShouldBeEmpty("warnings without an alert");
    }

    private async Task EveryAlertHasItsEventsAsync()
    {
        var invented = await suite.LinesAsync(
            """
            select format('%s of %s', cause.id, alert_id) from alerting.alerts, unnest(event_ids) as cause (id)
            where not exists (select from monitoring.outbox told where told.event_id = cause.id)
              and not exists (select from scoring.outbox told where told.event_id = cause.id)
            """);
        invented.ShouldBeEmpty("alerts of events that were never told");
    }

    private async Task EveryMessageWasReceivedAsync()
    {
        var messages = await suite.SqlAsync<Guid[]>(
            "select coalesce(array_agg(message_id), array[]::uuid[]) from alerting.messages");
        receiver.Received.Keys.Except(messages).ShouldBeEmpty("told, and not written down");
        messages.Except(receiver.Received.Keys).ShouldBeEmpty("written down, and not told");
    }
}
