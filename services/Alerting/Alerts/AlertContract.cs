using Google.Protobuf.WellKnownTypes;

namespace Risk.Alerting.Alerts;

internal static class AlertContract
{
    public static V1.Alert ToContract(this Alert alert) => new()
    {
        AlertId = alert.AlertId.ToString(),
        CustomerId = alert.CustomerId.ToString(),
        LegalName = alert.LegalName,
        Fingerprint = alert.Fingerprint,
        Kind = alert.Kind,
        Family = alert.Family,
        Rule = alert.Rule,
        Severity = alert.Severity,
        State = alert.State,
        Text = new() { En = alert.TextEn, Zh = alert.TextZh },
        EventIds = { alert.EventIds.Select(id => id.ToString()) },
        EventCount = alert.EventCount,
        Owner = alert.Owner,
        DueAt = alert.DueAt.ToTimestamp(),
        OpenedAt = alert.OpenedAt.ToTimestamp(),
        ChangedAt = alert.ChangedAt.ToTimestamp(),
        CauseEndedAt = alert.CauseEndedAt?.ToTimestamp(),
        AcknowledgedBy = alert.AcknowledgedBy,
        AcknowledgedAt = alert.AcknowledgedAt?.ToTimestamp(),
        ResolvedBy = alert.ResolvedBy,
        ResolvedAt = alert.ResolvedAt?.ToTimestamp(),
        Outcome = alert.Outcome,
        Resolution = alert.Resolution,
        Causes = { alert.Causes.Select(ToContract) },
        History = { alert.History.Select(ToContract) },
    };

    private static V1.AlertCause ToContract(AlertCause cause) => new()
    {
        WarningId = cause.WarningId,
        Rule = cause.Rule,
        Severity = cause.Severity,
        Text = cause.Text.ToContract(),
        RaisedAt = cause.RaisedAt.ToTimestamp(),
        EndedAt = cause.EndedAt?.ToTimestamp(),
    };

    private static V1.AlertEntry ToContract(AlertEntry entry) => new()
    {
        At = entry.At.ToTimestamp(),
        Step = entry.Step,
        Severity = entry.Severity,
        EventId = entry.EventId?.ToString() ?? "",
        By = entry.By,
        Text = entry.Text?.ToContract(),
    };
}
