using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Risk.ServiceDefaults.Identity;

namespace Risk.Alerting.Subscriptions;

partial class SubscriptionsService
{
    /// <summary>
    /// Deletes a subscription: from now on nothing is sent to it, and nobody finds it. Its deliveries and attempts go
    /// in the background, however many they are; the audit keeps that it was there.
    /// </summary>
    [Roles(Keepers)]
    public override async Task<Empty> DeleteSubscription(
        V1.DeleteSubscriptionRequest request, ServerCallContext context)
    {
        var ct = context.CancellationToken;
        await using var transaction = await BeginAsync(ct);
        var subscription = await LockedAsync(request.SubscriptionId, ct);
        audit.Add(context, "subscriptions.delete", request.SubscriptionId, subscription.ToContract());
        subscription.Delete(Now);
        await db.SaveChangesAsync(ct);
        await (transaction?.CommitAsync(ct) ?? Task.CompletedTask);
        return new();
    }
}
