using Grpc.Core;
using Risk.Intake.Customers.Rules;
using Risk.Intake.Rules;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Customers;

partial class CustomersService
{
    /// <summary>Registers a customer and reports those with similar names.</summary>
    [Roles(Role.Integrator | Role.Sales | Role.Finance | Role.Risk)]
    public override async Task<V1.RegisterCustomerResponse> RegisterCustomer(
        V1.RegisterCustomerRequest request, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var now = clock.Now();
        var customer = new Customer { CustomerId = Guid.CreateVersion7(now), CreatedAt = now, ChangedAt = now };
        var faults = new Faults();
        CustomerFields.SetAll(customer, request.Customer ?? new(), faults);
        CustomerRules.Check(customer, clock.LatestToday(), faults);
        faults.ThrowIfAny("customer");

        await using var work = await db.BeginWorkAsync(cancellation);
        await Parents.CheckAsync(db, customer, cancellation);
        await CustomerKeys.ClaimAsync(db, customer, cancellation);
        var similar = await SimilarNames.OfAsync(db, customer, cancellation);
        var registered = new V1.CustomerRegistered { Customer = customer.ToContract() };
        db.Add(customer);
        outbox.Add(registered.Customer.CustomerId, registered);
        audit.Add(context, "customers.register", registered.Customer.CustomerId, registered);
        await db.SaveChangesAsync(cancellation);
        await work.CommitAsync(cancellation);
        return new() { Customer = registered.Customer, SimilarCustomers = { similar }, Position = outbox.Position };
    }
}
