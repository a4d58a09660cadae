using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Alerts;
using Risk.Alerting.Storage;
using Risk.Intake.V1;
using Risk.ServiceDefaults.Events;

namespace Risk.Alerting.Customers;

/// <summary>
/// Keeps a customer's name and salesperson as intake states them, and gives them to the alerts that are not resolved.
/// What is replayed does not undo what is newer.
/// </summary>
internal sealed class KeepCustomerWhenItChanged(AlertingDb db, Hearing hearing, AlertKeeping alerts)
    : IReaction<CustomerRegistered>, IReaction<CustomerChanged>
{
    public Task React(CustomerRegistered fact, EventContext context, CancellationToken ct) =>
        KeepAsync(fact.Customer, context, ct);

    public Task React(CustomerChanged fact, EventContext context, CancellationToken ct) =>
        KeepAsync(fact.Customer, context, ct);

    private async Task KeepAsync(Intake.V1.Customer c, EventContext context, CancellationToken ct)
    {
        await hearing.TakeTurnAsync(context, ct);
        var customer = new Customer
        {
            CustomerId = Guid.Parse(c.CustomerId),
            LegalName = c.LegalName,
            Salesperson = c.Salesperson,
            ChangedAt = c.ChangedAt?.ToDateTimeOffset() ?? context.Time,
        };
        var kept = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customers (customer_id, legal_name, salesperson, changed_at)
            VALUES ({customer.CustomerId}, {customer.LegalName}, {customer.Salesperson},
                {customer.ChangedAt.UtcDateTime})
            ON CONFLICT (customer_id) DO UPDATE SET
                legal_name = excluded.legal_name, salesperson = excluded.salesperson, changed_at = excluded.changed_at
            WHERE excluded.changed_at >= customers.changed_at
            """, ct);
        if (kept > 0)
            await alerts.FollowAsync(customer, context, ct);
    }
}
