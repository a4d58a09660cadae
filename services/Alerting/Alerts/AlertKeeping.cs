using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Customers;
using Risk.Alerting.Storage;
using Risk.Alerting.Values;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

/// <summary>Opens alerts and gathers in them what belongs together; saved with the cursor of the event.</summary>
internal sealed class AlertKeeping(AlertingDb db, AlertNews news, AuditLog audit, TimeProvider clock)
{
    /// <summary>Opens an alert, or lets an open one of the same fingerprint take it in.</summary>
    public async Task RaiseAsync(Occurrence what, EventContext context, CancellationToken ct)
    {
        var now = clock.Now();
        var alert = await db.Set<Alert>().UnresolvedAsync(what.Fingerprint, ct);
        if (alert is null)
        {
            if (await IsNewsAsync(what, ct))
                await OpenAsync(what, context, ct);
            return;
        }
        if (alert.EventIds.Contains(what.EventId) || !alert.Join(what, AlertingRules.Shipped, now))
            return;
        audit.Add(context, "alerts.raise", alert.CustomerId.ToString(), alert.ToContract());
        await news.ChangedAsync(alert, ct);
    }

    /// <summary>Notes on the open alert that what it was opened for has ended; nothing when it is of another cause.
    /// </summary>
    public async Task EndAsync(
        string fingerprint, Func<string, bool> isOfCause, Text text, EventContext context, CancellationToken ct)
    {
        var alert = await db.Set<Alert>().UnresolvedAsync(fingerprint, ct);
        if (alert is not { CauseEndedAt: null } || !isOfCause(alert.Cause) || alert.EventIds.Contains(context.Id))
            return;
        alert.EndCause(context.Id, text, clock.Now());
        audit.Add(context, "alerts.note_end", alert.CustomerId.ToString(), alert.ToContract());
        await news.ChangedAsync(alert, ct);
    }

    /// <summary>
    /// Whether it opens an alert. What people have resolved while it goes on is not opened again, unless it is graver.
    /// </summary>
    private async Task<bool> IsNewsAsync(Occurrence what, CancellationToken ct)
    {
        var last = await db.Set<Alert>().AsNoTracking().Where(a => a.Fingerprint == what.Fingerprint)
            .OrderByDescending(a => a.AlertId).FirstOrDefaultAsync(ct);
        return last is null
            || (!last.EventIds.Contains(what.EventId)
                && (!what.IsUpdate || last.Cause != what.Cause || what.Severity > last.Severity));
    }

    private async Task OpenAsync(Occurrence what, EventContext context, CancellationToken ct)
    {
        var customer = await db.Set<Customer>().AsNoTracking()
            .SingleOrDefaultAsync(c => c.CustomerId == what.CustomerId, ct);
        var alert = Alert.Open(what, customer, AlertingRules.Shipped, clock.Now());
        db.Add(alert);
        audit.Add(context, "alerts.open", alert.CustomerId.ToString(), alert.ToContract());
        await news.OpenedAsync(alert, ct);
    }
}
