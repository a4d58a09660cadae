using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Subscriptions;

partial class SubscriptionsService
{
    /// <summary>Lists subscriptions, newest first; their secrets are never told again.</summary>
    [Roles(Keepers | Role.Auditor)]
    public override async Task<V1.ListSubscriptionsResponse> ListSubscriptions(
        V1.ListSubscriptionsRequest request, ServerCallContext context)
    {
        const string Query = "subscriptions";
        var size = Math.Min(PageToken.Size(request.PageSize), PageMax);
        var before = PageToken.Read(request.PageToken, Query, 1) is [var last] ? Guid.Parse(last) : Guid.AllBitsSet;
        var found = await db.Set<Subscription>().AsNoTracking().Where(s => s.SubscriptionId < before)
            .OrderByDescending(s => s.SubscriptionId).Take(size + 1).ToListAsync(context.CancellationToken);
        var page = found.Take(size).ToList();
        return new()
        {
            Subscriptions = { page.Select(s => s.ToContract()) },
            NextPageToken = found.Count > size ? PageToken.After(Query, page[^1].SubscriptionId.ToString()) : "",
        };
    }
}
