using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Webhooks;
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
        var size = PageToken.Size(request.PageSize, max: 500);
        var before = PageToken.Read(request.PageToken, Query, 1) is [var last] ? Guid.Parse(last) : Guid.AllBitsSet;
        var found = await db.Set<Subscription>().AsNoTracking().Where(s => s.SubscriptionId < before)
            .OrderByDescending(s => s.SubscriptionId).Take(size + 1).ToListAsync(context.CancellationToken);
        var page = found.Take(size).ToList();
        var givenUp = await GivenUpAsync([.. page.Select(s => s.SubscriptionId)], context.CancellationToken);
        return new()
        {
            Subscriptions = { page.Select(s => s.ToContract(givenUp.GetValueOrDefault(s.SubscriptionId))) },
            NextPageToken = found.Count > size ? PageToken.After(Query, page[^1].SubscriptionId.ToString()) : "",
        };
    }

    private Task<Dictionary<Guid, int>> GivenUpAsync(Guid[] ids, CancellationToken ct) =>
        db.Set<Delivery>().Where(d => ids.Contains(d.SubscriptionId) && d.State == Delivery.GivenUp)
            .GroupBy(d => d.SubscriptionId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
}
