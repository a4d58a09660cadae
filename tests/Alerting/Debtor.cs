using Google.Protobuf.WellKnownTypes;
using Risk.Alerting.V1;
using Risk.Intake.V1;
using Risk.Monitoring.V1;
using Risk.Scoring.V1;

namespace Risk.Alerting.Tests;

/// <summary>A customer of a test's own, and what monitoring, scoring and intake tell of it.</summary>
internal sealed class Debtor(AlertingFixture alerting)
{
    public string Id { get; } = Guid.CreateVersion7().ToString();

    public string Name => "Northgate Tools " + Id[^6..];

    public Task<string> Register(string salesperson) => alerting.DeliverAsync("intake", Id, new CustomerRegistered
    {
        Customer = new() { CustomerId = Id, LegalName = Name, Salesperson = salesperson, ChangedAt = Now },
    });

    public Warning Warning(Severity severity, string rule = "OVERDUE_SHARE_HIGH", string? id = null) => new()
    {
        WarningId = id ?? Guid.CreateVersion7().ToString(),
        CustomerId = Id,
        LegalName = Name,
        Rule = rule,
        Severity = severity,
        State = WarningState.Open,
        Text = new() { En = $"{rule} at {severity}", Zh = $"逾期占比过高：{severity}" },
        RaisedAt = Now,
        ChangedAt = Now,
    };

    /// <summary>Raises a warning; answers its id.</summary>
    public async Task<string> Warn(Severity severity, string rule = "OVERDUE_SHARE_HIGH")
    {
        var warning = Warning(severity, rule);
        await alerting.DeliverAsync("monitoring", Id, new WarningRaised { Warning = warning });
        return warning.WarningId;
    }

    public Task<Guid> ParkRaised(Warning warning) =>
        alerting.ParkAsync("monitoring", Id, new WarningRaised { Warning = warning });

    public Task Update(string warningId, Severity severity, string rule = "OVERDUE_SHARE_HIGH") =>
        alerting.DeliverAsync("monitoring", Id, new WarningUpdated { Warning = Warning(severity, rule, warningId) });

    public Task End(string warningId, WarningState state = WarningState.Cleared, string rule = "OVERDUE_SHARE_HIGH") =>
        alerting.DeliverAsync("monitoring", Id, Ended(warningId, state, rule));

    public WarningEnded Ended(
        string warningId, WarningState state = WarningState.Cleared, string rule = "OVERDUE_SHARE_HIGH")
    {
        var warning = Warning(Severity.Notice, rule, warningId);
        (warning.State, warning.EndedAt) = (state, Now);
        if (state == WarningState.Dismissed)
            (warning.DismissedBy, warning.DismissalReason) = ("wang", "paid by cheque");
        return new() { Warning = warning };
    }

    public Task Grade(Grade former, Grade now) => alerting.DeliverAsync("scoring", Id, GradeChanged(former, now));

    public GradeChanged GradeChanged(Grade former, Grade now) => new()
    {
        CustomerId = Id,
        FormerGrade = former,
        Grade = now,
    };

    public Task Change(string salesperson, string? legalName = null) =>
        alerting.DeliverAsync("intake", Id, new CustomerChanged
        {
            Customer = new()
            {
                CustomerId = Id,
                LegalName = legalName ?? Name,
                Salesperson = salesperson,
                ChangedAt = Now,
            },
        });

    /// <summary>All of them, resolved ones too, newest first.</summary>
    public async Task<IReadOnlyList<Alert>> Alerts()
    {
        var open = await alerting.Client.Alerts.ListAlertsAsync(new() { CustomerId = Id });
        var resolved = await alerting.Client.Alerts.ListAlertsAsync(
            new() { CustomerId = Id, State = AlertState.Resolved });
        return [.. open.Alerts.Concat(resolved.Alerts).OrderByDescending(a => a.AlertId, StringComparer.Ordinal)];
    }

    public async Task<Alert> Alert() => (await Alerts())[0];

    private Timestamp Now => alerting.Clock.GetUtcNow().ToTimestamp();
}
