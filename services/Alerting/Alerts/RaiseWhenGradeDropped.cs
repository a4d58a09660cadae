using Risk.Scoring.V1;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Alerts;

/// <summary>
/// Opens an alert when a customer's grade falls, as grave as the rules say; notes on it when the grade is back.
/// </summary>
internal sealed class RaiseWhenGradeDropped(AlertKeeping alerts) : IReaction<GradeChanged>
{
    public Task React(GradeChanged fact, EventContext context, CancellationToken ct)
    {
        var customerId = Guid.Parse(fact.CustomerId);
        var (former, now) = (Name(fact.FormerGrade), Name(fact.Grade));
        if (AlertingRules.Shipped.OfDrop(fact.FormerGrade, fact.Grade) is not { } severity)
        {
            var text = new Text($"The grade is {now} again.", $"信用等级已恢复至 {now}。");
            var end = new CauseEnd("", fall => IsBack(fall.GradeBefore, fact.Grade), text);
            return alerts.EndAsync(customerId, AlertingRules.GradeFamily, end, context, ct);
        }
        return alerts.RaiseAsync(new()
        {
            EventId = context.Id,
            CustomerId = customerId,
            Family = AlertingRules.GradeFamily,
            Cause = new()
            {
                GradeBefore = fact.FormerGrade,
                Severity = severity,
                Text = new Text($"The grade has fallen from {former} to {now}.", $"信用等级由 {former} 降至 {now}。"),
                RaisedAt = context.Time,
            },
        }, context, ct);
    }

    private static bool IsBack(Grade before, Grade now) => now != Grade.Unspecified && now <= before;

    private static string Name(Grade grade) => grade.ToString().ToUpperInvariant();
}
