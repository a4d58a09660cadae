using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Storage;
using Risk.Intake.V1;
using Risk.ServiceDefaults.Events;

namespace Risk.Alerting.Customers;

/// <summary>
/// Keeps a customer's name and salesperson as intake states them. What is replayed does not undo what is newer.
/// </summary>
internal sealed class KeepCustomerWhenItChanged(AlertingDb db)
    : IReaction<CustomerRegistered>, IReaction<CustomerChanged>
{
    public Task React(CustomerRegistered fact, EventContext context, CancellationToken ct) =>
        KeepAsync(fact.Customer, context, ct);

    public Task React(CustomerChanged fact, EventContext context, CancellationToken ct) =>
        KeepAsync(fact.Customer, context, ct);

    private Task<int> KeepAsync(Intake.V1.Customer c, EventContext context, CancellationToken ct)
    {
        var changedAt = c.ChangedAt?.ToDateTime() ?? context.Time.UtcDateTime;
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customers (customer_id, legal_name, salesperson, changed_at)
            VALUES ({Guid.Parse(c.CustomerId)}, {c.LegalName}, {c.Salesperson}, {changedAt})
            ON CONFLICT (customer_id) DO UPDATE SET
                legal_name = excluded.legal_name, salesperson = excluded.salesperson, changed_at = excluded.changed_at
            WHERE excluded.changed_at >= customers.changed_at
            """, ct);
    }
}
