using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Risk.ServiceDefaults.Identity;

namespace Risk.Alerting.Subscriptions;

partial class SubscriptionsService
{
    /// <summary>Deletes a subscription with its deliveries and attempts; the audit keeps that it was there.</summary>
    [Roles(Keepers)]
    public override async Task<Empty> DeleteSubscription(
        V1.DeleteSubscriptionRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await BeginAsync(ct);
        var subscription = await LockedAsync(request.SubscriptionId, ct);
        db.Remove(subscription);
        audit.Add(context, "subscriptions.delete", request.SubscriptionId, subscription.ToContract());
        await db.SaveChangesAsync(ct);
        await (transaction?.CommitAsync(ct) ?? Task.CompletedTask);
        return new();
    }
}
