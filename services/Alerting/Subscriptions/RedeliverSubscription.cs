using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Webhooks;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Subscriptions;

partial class SubscriptionsService
{
    private const int MessagesMax = 10_000;

    /// <summary>
    /// Delivers again what was to be sent from one instant until before another: what was delivered, what was given up,
    /// and, at once, what waits for its next attempt. The oldest of it, a limited number, and from when to go on. The
    /// rest that the target has asked for ends.
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
        var (messages, next) = await SendAgainAsync(subscription.SubscriptionId, (from, until), now, ct);
        subscription.Resume();
        audit.Add(context, "subscriptions.redeliver", request.SubscriptionId, request);
        await db.SaveChangesAsync(ct);
        await (transaction?.CommitAsync(ct) ?? Task.CompletedTask);
        surroundings.Wake.Wake();
        return new() { Messages = messages, NextFrom = next?.ToTimestamp() };
    }

    /// <summary>How many messages, and the time of the first that was too many.</summary>
    private async Task<(int Messages, DateTimeOffset? Next)> SendAgainAsync(
        Guid subscriptionId, (DateTimeOffset From, DateTimeOffset Until) range, DateTimeOffset now,
        CancellationToken ct)
    {
        var next = await db.Set<Delivery>()
            .Where(d => d.SubscriptionId == subscriptionId && d.CreatedAt >= range.From && d.CreatedAt < range.Until)
            .OrderBy(d => d.CreatedAt).Skip(MessagesMax).Select(d => (DateTimeOffset?)d.CreatedAt)
            .FirstOrDefaultAsync(ct);
        var end = next ?? range.Until;
        var messages = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE deliveries SET state = 1, due_at = {now.UtcDateTime}, attempts_in_row = 0
            WHERE subscription_id = {subscriptionId} AND created_at >= {range.From.UtcDateTime}
              AND created_at < {end.UtcDateTime}
            """, ct);
        return (messages, next);
    }

    private static (DateTimeOffset From, DateTimeOffset Until) RangeOf(
        V1.RedeliverSubscriptionRequest request, DateTimeOffset now)
    {
        var check = new InputCheck();
        check.That(request.From is not null, "from", new("is required", "必填"));
        var from = request.From?.ToDateTimeOffset() ?? DateTimeOffset.UnixEpoch;
        var until = request.Until?.ToDateTimeOffset() ?? now;
        check.That(from <= until, "until", new("is before `from`", "早于 `from`"));
        check.ThrowIfAny();
        return (from, until);
    }
}
