using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Alerting.Alerts;
using Risk.Alerting.Webhooks;
using Risk.Monitoring.V1;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Alerting.Subscriptions;

partial class SubscriptionsService
{
    private const int KindsMax = 20;

    // Serialises those who make subscriptions, so that their number keeps its limit.
    private const long CreatingLock = 7_241_001;

    /// <summary>
    /// Creates a subscription. A repetition of the request is answered from the subscription itself: the secret is in
    /// no table but its own.
    /// </summary>
    [Roles(Keepers), OwnIdempotency]
    public override async Task<V1.CreateSubscriptionResponse> CreateSubscription(
        V1.CreateSubscriptionRequest request, ServerCallContext context)
    {
        var (ct, caller) = (context.CancellationToken, context.Caller());
        var asked = request.Subscription ?? new();
        await CheckAsync(asked, ct);
        var hash = SHA256.HashData(request.ToByteArray());
        await using var transaction = await BeginAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({CreatingLock})", ct);
        if (request.RequestId.Length > 0 && await MadeBeforeAsync(caller.Id, request.RequestId, ct) is { } made)
            return Repeated(made, hash);
        await CheckCountAsync(ct);
        var (id, secret, now) = (Guid.CreateVersion7(Now), Signature.NewSecret(), Now);
        var subscription = new Subscription
        {
            SubscriptionId = id,
            Url = asked.Url,
            SeverityAtLeast = asked.SeverityAtLeast,
            Kinds = [.. asked.Kinds.Distinct(StringComparer.Ordinal)],
            Secret = secrets.Seal(secret, id),
            CreatedBy = caller.Owner,
            CreatedAt = now,
            CallerId = caller.Id,
            RequestId = request.RequestId,
            RequestSha256 = hash,
            ResumeAt = now,
        };
        db.Add(subscription);
        audit.Add(context, "subscriptions.create", id.ToString(), subscription.ToContract());
        await db.SaveChangesAsync(ct);
        await (transaction?.CommitAsync(ct) ?? Task.CompletedTask);
        return new() { Subscription = subscription.ToContract(), Secret = Signature.Text(secret) };
    }

    private async Task CheckAsync(V1.Subscription asked, CancellationToken ct)
    {
        var check = new InputCheck();
        if (check.Given(asked.Url, "subscription.url"))
        {
            var fault = await targets.FaultAsync(asked.Url, ct);
            check.That(fault is null, "subscription.url", fault!);
        }
        check.That(Enum.IsDefined<Severity>(asked.SeverityAtLeast), "subscription.severity_at_least",
            new("is no known severity", "不是已知的严重程度"));
        check.That(asked.Kinds.Count <= KindsMax && asked.Kinds.All(kind => AlertKinds.All.Contains(kind)),
            "subscription.kinds", new(
                $"must be some of {string.Join(", ", AlertKinds.All)}", $"只能是 {string.Join("、", AlertKinds.All)}"));
        check.ThrowIfAny();
    }

    private Task<Subscription?> MadeBeforeAsync(string callerId, string requestId, CancellationToken ct) =>
        db.Set<Subscription>().AsNoTracking()
            .SingleOrDefaultAsync(s => s.CallerId == callerId && s.RequestId == requestId, ct);

    private V1.CreateSubscriptionResponse Repeated(Subscription made, byte[] hash) =>
        made.RequestSha256.AsSpan().SequenceEqual(hash)
            ? new()
            {
                Subscription = made.ToContract(),
                Secret = Signature.Text(secrets.Open(made.Secret, made.SubscriptionId)),
            }
            : throw Refuse.Invalid(
                [new("request_id", new("was used for another request", "已用于另一请求"))], "IDEMPOTENCY_KEY_REUSED");

    private async Task CheckCountAsync(CancellationToken ct)
    {
        var max = surroundings.Settings.SubscriptionsMax;
        if (await db.Set<Subscription>().CountAsync(ct) >= max)
        {
            throw Refuse.Precondition("TOO_MANY_SUBSCRIPTIONS", new(
                $"There are {max} subscriptions already; delete one first.", $"订阅数量已达上限 {max}，请先删除一个。"));
        }
    }
}
