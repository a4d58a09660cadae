using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Subscriptions;

partial class SubscriptionsService
{
    /// <summary>
    /// Delivers again what was to be sent from one instant until before another: what was delivered, what was given up,
    /// and, at once, what waits for its next attempt.
    /// </summary>
    [Roles(Keepers)]
    public override async Task<V1.RedeliverSubscriptionResponse> RedeliverSubscription(
        V1.RedeliverSubscriptionRequest request, ServerCallContext context)
    {
        var (ct, now) = (context.CancellationToken, Now);
        var (from, until) = RangeOf(request, now);
        await using var transaction = await BeginAsync(ct);
        var subscription = await LockedAsync(request.SubscriptionId, ct);
        if (subscription.Disabled)
        {
            throw Refuse.Precondition("SUBSCRIPTION_DISABLED", new(
                "Its target has answered that it is gone; make a new subscription.",
                "其目标已声明不再接收，请新建订阅。"));
        }
        var messages = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE deliveries SET state = 1, due_at = {now.UtcDateTime}, attempts_in_row = 0
            WHERE subscription_id = {subscription.SubscriptionId} AND created_at >= {from} AND created_at < {until}
            """, ct);
        audit.Add(context, "subscriptions.redeliver", request.SubscriptionId, request);
        await db.SaveChangesAsync(ct);
        await (transaction?.CommitAsync(ct) ?? Task.CompletedTask);
        surroundings.Wake.Wake();
        return new() { Messages = messages };
    }

    private static (DateTime From, DateTime Until) RangeOf(V1.RedeliverSubscriptionRequest request, DateTimeOffset now)
    {
        var check = new InputCheck();
        check.That(request.From is not null, "from", new("is required", "必填"));
        var from = request.From?.ToDateTime() ?? DateTime.UnixEpoch;
        var until = request.Until?.ToDateTime() ?? now.UtcDateTime;
        check.That(from <= until, "until", new("is before `from`", "早于 `from`"));
        check.ThrowIfAny();
        return (from, until);
    }
}
