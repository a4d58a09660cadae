using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Customers;
using Risk.Alerting.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Alerts;

/// <summary>Opens alerts and gathers in them what belongs together; saved with the cursor of the event.</summary>
internal sealed class AlertKeeping(
    AlertingDb db, Hearing hearing, AlertNews news, AuditLog audit, TimeProvider clock)
{
    /// <summary>Opens an alert, or lets an open one of the same fingerprint take it in.</summary>
    public async Task RaiseAsync(Occurrence what, EventContext context, CancellationToken ct)
    {
        await hearing.TakeTurnAsync(context, ct);
        var isNewest = await hearing.IsNewestAsync(what.CustomerId, what.Cause.Rule, context, ct);
        var alert = await db.Set<Alert>().UnresolvedAsync(what.Fingerprint, ct);
        if (!isNewest)
        {
            HearLate(alert, what.Cause.Rule, what.Cause.Text, context);
            return;
        }
        if (alert is null)
        {
            if (await IsNewsAsync(what, ct))
                await OpenAsync(what, context, ct);
            return;
        }
        if (!alert.Join(what, AlertingRules.Shipped, clock.Now()))
            return;
        audit.Add(context, "alerts.raise", alert.CustomerId.ToString(), alert.ToContract());
        await news.ChangedAsync(alert, ct);
    }

    /// <summary>Notes on the open alert that something behind it is over.</summary>
    public async Task EndAsync(
        Guid customerId, string family, CauseEnd end, EventContext context, CancellationToken ct)
    {
        await hearing.TakeTurnAsync(context, ct);
        var isNewest = await hearing.IsNewestAsync(customerId, end.Rule, context, ct);
        var alert = await db.Set<Alert>().UnresolvedAsync(Occurrence.FingerprintOf(family, customerId), ct);
        if (!isNewest)
        {
            HearLate(alert, end.Rule, end.Text, context);
            return;
        }
        if (alert is null || !alert.EndCause(end, context, clock.Now()))
            return;
        audit.Add(context, "alerts.note_end", alert.CustomerId.ToString(), alert.ToContract());
        await news.ChangedAsync(alert, ct);
    }

    /// <summary>Gives the open alerts of a customer its name, and its salesperson those that nobody has.</summary>
    public async Task FollowAsync(Customer customer, EventContext context, CancellationToken ct)
    {
        foreach (var alert in await db.Set<Alert>().UnresolvedOfAsync(customer.CustomerId, ct))
        {
            if (!alert.Follow(customer, context.Id, clock.Now()))
                continue;
            audit.Add(context, "alerts.follow_customer", alert.CustomerId.ToString(), alert.ToContract());
            await news.ChangedAsync(alert, ct);
        }
    }

    private void HearLate(Alert? alert, string rule, Text text, EventContext context)
    {
        if (alert is null || !alert.HearLate(rule, context.Id, text, clock.Now()))
            return;
        audit.Add(context, "alerts.hear_late", alert.CustomerId.ToString(), alert.ToContract());
    }

    /// <summary>
    /// Whether it opens an alert. What people have resolved while it goes on is not opened again, unless it is graver.
    /// </summary>
    private async Task<bool> IsNewsAsync(Occurrence what, CancellationToken ct)
    {
        if (!what.IsUpdate)
            return true;
        var last = await db.Set<Alert>().AsNoTracking().Where(a => a.Fingerprint == what.Fingerprint)
            .OrderByDescending(a => a.AlertId).FirstOrDefaultAsync(ct);
        return last?.CauseOf(what.Cause.Rule)?.WarningId != what.Cause.WarningId
            || what.Cause.Severity > last.Severity;
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
