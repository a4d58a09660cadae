using Microsoft.EntityFrameworkCore;
using Risk.Intake.V1;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Scores;

/// <summary>
/// Counts the change of a customer's facts, so that its score is known to be outdated from the commit on, and asks for
/// a new one; many changes in a short time ask for one. Whoever adds facts that features are made from adds their
/// event here.
/// </summary>
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
            WITH counted AS (
                INSERT INTO facts_versions AS known (customer_id, version) VALUES ({customerId}, 1)
                ON CONFLICT (customer_id) DO UPDATE SET version = known.version + 1)
            INSERT INTO rescore_queue AS asked (customer_id, first_at, due_at, changes, trigger)
            VALUES ({customerId}, {now}, {quiet}, 1, {(short)ScoreTrigger.FactsChanged})
            ON CONFLICT (customer_id) DO UPDATE SET
                due_at = least(excluded.due_at, asked.first_at + {wait}), changes = asked.changes + 1,
                claimed_until = NULL, trigger = excluded.trigger
            """, ct);
    }
}
