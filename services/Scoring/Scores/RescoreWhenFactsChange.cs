using Microsoft.EntityFrameworkCore;
using Risk.Intake.V1;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Scores;

/// <summary>Asks for a new score when facts change; many changes in a short time ask for one.</summary>
internal sealed class RescoreWhenFactsChange(
    ScoringDb db, RescoreSettings settings, RescorePace pace, TimeProvider clock)
    : IReaction<CustomerRegistered>, IReaction<CustomerChanged>, IReaction<StatementFiled>, IReaction<DocumentsRecorded>
{
    public Task React(CustomerRegistered fact, EventContext context, CancellationToken ct) =>
        Ask(fact.Customer.CustomerId, ct);

    public Task React(CustomerChanged fact, EventContext context, CancellationToken ct) =>
        Ask(fact.Customer.CustomerId, ct);

    public Task React(StatementFiled fact, EventContext context, CancellationToken ct) =>
        Ask(fact.Statement.CustomerId, ct);

    public Task React(DocumentsRecorded fact, EventContext context, CancellationToken ct) => Ask(fact.CustomerId, ct);

    private Task<int> Ask(string customer, CancellationToken ct)
    {
        var (customerId, now) = (Guid.Parse(customer), clock.GetUtcNow().UtcDateTime);
        var quiet = now.AddMilliseconds(settings.QuietMilliseconds);
        var wait = TimeSpan.FromMilliseconds(settings.DelayMaxMilliseconds);
        pace.Count();
        // A claim is given up: whoever is scoring the customer now does not see this change.
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO rescore_queue AS asked (customer_id, first_at, due_at, changes, trigger)
            VALUES ({customerId}, {now}, {quiet}, 1, {(short)ScoreTrigger.FactsChanged})
            ON CONFLICT (customer_id) DO UPDATE SET
                due_at = least(excluded.due_at, asked.first_at + {wait}), changes = asked.changes + 1,
                claimed_until = NULL, trigger = excluded.trigger
            """, ct);
    }
}
