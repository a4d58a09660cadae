using Risk.Monitoring.Facts;
using Risk.Scoring.V1;
using Risk.ServiceDefaults.Events;

namespace Risk.Monitoring.Credit;

/// <summary>
/// Keeps limit, exposure and grade as they were at the end of each day. An account without a limit on which nobody has
/// decided yet, say because the proposal waits for its second person, does not tell what the customer may owe.
/// </summary>
internal sealed class KeepCreditWhenItChanged(FactRun facts)
    : IReaction<CreditAccountChanged>, IReaction<ExposureChanged>, IReaction<GradeChanged>
{
    public Task React(CreditAccountChanged fact, EventContext context, CancellationToken ct)
    {
        var day = CreditDay.Of(fact.CreditAccount, context.Written, context.Time);
        if (day.HasNoLimit && !fact.ChangedFields.Contains("limit"))
            return Task.CompletedTask;
        facts.Of(fact.CreditAccount.CustomerId, context).Add(day);
        return Task.CompletedTask;
    }

    public Task React(ExposureChanged fact, EventContext context, CancellationToken ct)
    {
        var day = ExposureDay.Of(fact, context.Written, context.Time);
        facts.Of(fact.CustomerId, context).Add(day);
        return Task.CompletedTask;
    }

    public Task React(GradeChanged fact, EventContext context, CancellationToken ct)
    {
        var asOf = fact.Score?.AsOf?.ToDateTimeOffset() ?? context.Time;
        var day = new GradeDay(context.Time.ToDay(), context.Written, fact.Grade, asOf);
        facts.Of(fact.CustomerId, context).Add(day);
        return Task.CompletedTask;
    }
}
