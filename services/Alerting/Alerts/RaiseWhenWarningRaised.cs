using Risk.Monitoring.V1;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

/// <summary>
/// Opens an alert of a warning, one for each family of rules and customer; notes on it when the warning has become
/// graver or has ended.
/// </summary>
internal sealed class RaiseWhenWarningRaised(AlertKeeping alerts)
    : IReaction<WarningRaised>, IReaction<WarningUpdated>, IReaction<WarningEnded>
{
    public Task React(WarningRaised fact, EventContext context, CancellationToken ct) =>
        alerts.RaiseAsync(Of(fact.Warning, context, isUpdate: false), context, ct);

    public Task React(WarningUpdated fact, EventContext context, CancellationToken ct) =>
        alerts.RaiseAsync(Of(fact.Warning, context, isUpdate: true), context, ct);

    public Task React(WarningEnded fact, EventContext context, CancellationToken ct)
    {
        var warning = fact.Warning;
        var end = new CauseEnd(warning.Rule, cause => cause.WarningId == warning.WarningId, Ended(warning));
        var family = AlertingRules.Shipped.FamilyOf(warning.Rule);
        return alerts.EndAsync(Guid.Parse(warning.CustomerId), family, end, context, ct);
    }

    private static Occurrence Of(Warning warning, EventContext context, bool isUpdate) => new()
    {
        EventId = context.Id,
        CustomerId = Guid.Parse(warning.CustomerId),
        Family = AlertingRules.Shipped.FamilyOf(warning.Rule),
        Cause = new()
        {
            Rule = warning.Rule,
            WarningId = warning.WarningId,
            Severity = warning.Severity == Severity.Unspecified ? Severity.Notice : warning.Severity,
            Text = new(warning.Text?.En ?? warning.Rule, warning.Text?.Zh ?? warning.Rule),
            RaisedAt = context.Time,
        },
        LegalName = warning.LegalName,
        IsUpdate = isUpdate,
    };

    private static Text Ended(Warning warning) => warning.State == WarningState.Dismissed
        ? new Text($"{warning.DismissedBy} has dismissed the warning: {warning.DismissalReason}",
            $"{warning.DismissedBy} 已撤销该预警：{warning.DismissalReason}")
        : new Text("The warning has cleared.", "预警已解除。");
}
