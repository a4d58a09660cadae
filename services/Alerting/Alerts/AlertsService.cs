using Microsoft.EntityFrameworkCore.Storage;
using Risk.Alerting.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

/// <summary>Lists, streams and works off alerts.</summary>
internal sealed partial class AlertsService(
    AlertingDb db, AlertNews news, AuditLog audit, EventLog log, OpenStreams streams, TimeProvider clock)
    : V1.AlertsService.AlertsServiceBase
{
    private const Role Workers =
        Role.Sales | Role.Finance | Role.Legal | Role.Risk | Role.Approver | Role.Committee;

    private static Guid IdOf(string text) =>
        Guid.TryParse(text, out var id) ? id : throw Refuse.NotFound("alert", text);

    private async Task<IDbContextTransaction?> BeginAsync(CancellationToken ct) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;

    /// <summary>An alert that is not resolved, locked.</summary>
    private async Task<Alert> UnresolvedAsync(string alertId, CancellationToken ct)
    {
        var alert = await db.Set<Alert>().LockedAsync(IdOf(alertId), ct) ?? throw Refuse.NotFound("alert", alertId);
        return alert.State != V1.AlertState.Resolved
            ? alert
            : throw Refuse.Precondition("ALERT_RESOLVED", new(
                "The alert is resolved already.", "该告警已处理完毕。"));
    }

    private async Task SaveAsync(Alert alert, IDbContextTransaction? transaction, CancellationToken ct)
    {
        await news.ChangedAsync(alert, ct);
        await db.SaveChangesAsync(ct);
        if (transaction is not null)
            await transaction.CommitAsync(ct);
    }
}
