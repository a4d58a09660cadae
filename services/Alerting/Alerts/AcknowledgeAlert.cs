using Grpc.Core;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Alerts;

partial class AlertsService
{
    /// <summary>Takes an alert: the caller becomes its owner, also where another one was.</summary>
    [Roles(Workers)]
    public override async Task<V1.Alert> AcknowledgeAlert(
        V1.AcknowledgeAlertRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await BeginAsync(ct);
        var alert = await UnresolvedAsync(request.AlertId, ct);
        if (alert.State == V1.AlertState.Acknowledged && alert.Owner == context.Caller().Owner)
            return alert.ToContract();
        alert.Acknowledge(context.Caller(), clock.Now());
        audit.Add(context, "alerts.acknowledge", alert.CustomerId.ToString(), alert.ToContract());
        await SaveAsync(alert, transaction, ct);
        return alert.ToContract();
    }
}
