using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Customers;

partial class CustomersService
{
    /// <summary>Returns one customer.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.Customer> GetCustomer(V1.GetCustomerRequest request, ServerCallContext context)
    {
        var id = FromContract.Id(request.CustomerId, "customer");
        var customer = await db.Customers.AsNoTracking()
            .FirstOrDefaultAsync(c => c.CustomerId == id, context.CancellationToken)
            ?? throw Refuse.NotFound("customer", request.CustomerId);
        await CustomerKeys.LoadAsync(db, [customer], context.CancellationToken);
        return customer.ToContract();
    }
}
