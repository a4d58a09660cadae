using Risk.Intake.V1;
using Risk.Monitoring.Facts;
using Risk.ServiceDefaults.Events;

namespace Risk.Monitoring.Customers;

/// <summary>Keeps a customer's name, status and legal records.</summary>
internal sealed class KeepCustomerWhenItChanged(FactRun facts)
    : IReaction<CustomerRegistered>, IReaction<CustomerChanged>
{
    public Task React(CustomerRegistered fact, EventContext context, CancellationToken ct) =>
        Keep(fact.Customer, context);

    public Task React(CustomerChanged fact, EventContext context, CancellationToken ct) => Keep(fact.Customer, context);

    private Task Keep(Customer customer, EventContext context)
    {
        var run = facts.Of(customer.CustomerId, context);
        var changedAt = customer.ChangedAt?.ToDateTimeOffset() ?? context.Time;
        if (run.File is not { } known || known.ChangedAt <= changedAt)
            run.File = (customer, changedAt);
        return Task.CompletedTask;
    }
}
