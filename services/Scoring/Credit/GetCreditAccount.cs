using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Credit;

partial class CreditAccountsService
{
    /// <summary>Returns a customer's credit account with its exposure.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.CreditAccount> GetCreditAccount(
        V1.GetCreditAccountRequest request, ServerCallContext context)
    {
        var (customerId, day) = (CustomerIdOf(request.CustomerId), DayOf(request.AsOfDate));
        var account = await db.Set<CreditAccount>().AsNoTracking()
                          .SingleOrDefaultAsync(a => a.CustomerId == customerId, context.CancellationToken)
                      ?? throw Refuse.NotFound("customer", request.CustomerId);
        return (await ViewAsync([account], day, context.CancellationToken))[0];
    }
}
