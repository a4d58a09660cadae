using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Credit;

partial class CreditAccountsService
{
    /// <summary>Lists a customer's limit changes, newest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListLimitChangesResponse> ListLimitChanges(
        V1.ListLimitChangesRequest request, ServerCallContext context)
    {
        var customerId = CustomerIdOf(request.CustomerId);
        var size = PageToken.Size(request.PageSize, usual: 20, max: 500);
        var query = $"limit changes {customerId}";
        var before = PageToken.Read(request.PageToken, query, 1) is [var last] ? Guid.Parse(last) : Guid.AllBitsSet;
        var changes = await db.Set<LimitChange>().AsNoTracking()
            .Where(c => c.CustomerId == customerId && c.LimitChangeId < before)
            .OrderByDescending(c => c.LimitChangeId).Take(size + 1)
            .ToListAsync(context.CancellationToken);
        var page = changes.Take(size).ToList();
        return new()
        {
            LimitChanges = { page.Select(c => c.ToContract()) },
            NextPageToken = changes.Count > size ? PageToken.After(query, page[^1].LimitChangeId.ToString()) : "",
        };
    }
}
