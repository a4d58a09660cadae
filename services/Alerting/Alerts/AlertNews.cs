using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Storage;
using Risk.Alerting.Webhooks;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Alerting.Alerts;

/// <summary>
/// Tells that an alert was opened or has changed: the event, and what is posted to each subscription that wants it, in
/// the transaction of the change.
/// </summary>
internal sealed class AlertNews(AlertingDb db, ServiceInfo service, TimeProvider clock)
{
    public Task OpenedAsync(Alert alert, CancellationToken ct) =>
        TellAsync(alert, new V1.AlertOpened { Alert = alert.ToContract() }, ct);

    public Task ChangedAsync(Alert alert, CancellationToken ct) =>
        TellAsync(alert, new V1.AlertChanged { Alert = alert.ToContract() }, ct);

    private async Task TellAsync(Alert alert, IMessage fact, CancellationToken ct)
    {
        var row = OutboxRow.From(alert.CustomerId.ToString(), fact, clock);
        db.Add(row);
        var wanting = await WantingAsync(alert, ct);
        if (wanting.Count == 0)
            return;
        var message = Message.Of(row, alert, service.Name);
        db.Add(message);
        db.AddRange(wanting.Select(subscription => Delivery.Of(subscription, message)));
    }

    /// <summary>They stay until the transaction ends, so that none is deleted between this and the delivery.</summary>
    private Task<List<Guid>> WantingAsync(Alert alert, CancellationToken ct) =>
        db.Database.SqlQuery<Guid>(
            $"""
            SELECT subscription_id AS "Value" FROM subscriptions
            WHERE NOT disabled AND deleted_at IS NULL AND severity_at_least <= {(short)alert.Severity}
              AND (cardinality(kinds) = 0 OR {alert.Kind} = ANY (kinds))
            FOR KEY SHARE
            """).ToListAsync(ct);
}
