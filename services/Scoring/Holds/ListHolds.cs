using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Holds;

partial class HoldsService
{
    private const int HoldsMax = 500;

    /// <summary>Lists holds, oldest first.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListHoldsResponse> ListHolds(V1.ListHoldsRequest request, ServerCallContext context)
    {
        var state = request.State == V1.HoldState.Unspecified ? V1.HoldState.Open : request.State;
        var size = Math.Min(PageToken.Size(request.PageSize), HoldsMax);
        var query = $"holds {state} {request.CustomerId}";
        var after = PageToken.Read(request.PageToken, query, 1) is [var last] ? Guid.Parse(last) : Guid.Empty;
        var asked = db.Set<Hold>().AsNoTracking().Where(h => h.State == state && h.HoldId > after);
        if (request.CustomerId.Length > 0)
        {
            var customerId = Guid.TryParse(request.CustomerId, out var id)
                ? id
                : throw Refuse.NotFound("customer", request.CustomerId);
            asked = asked.Where(h => h.CustomerId == customerId);
        }
        var holds = await asked.OrderBy(h => h.HoldId).Take(size + 1).ToListAsync(context.CancellationToken);
        var page = holds.Take(size).ToList();
        var names = await NamesAsync(page.Select(h => h.CustomerId), context.CancellationToken);
        return new()
        {
            Holds = { page.Select(h => h.ToContract(names.GetValueOrDefault(h.CustomerId, ""))) },
            NextPageToken = holds.Count > size ? PageToken.After(query, page[^1].HoldId.ToString()) : "",
        };
    }
}
