using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Risk.Alerting.Storage;
using Risk.Alerting.Webhooks;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Subscriptions;

/// <summary>Keeps webhook subscriptions and their deliveries.</summary>
internal sealed partial class SubscriptionsService(
    AlertingDb db, AuditLog audit, Targets targets, SecretBox secrets, SubscriptionSurroundings surroundings)
    : V1.SubscriptionsService.SubscriptionsServiceBase
{
    private const Role Keepers = Role.Administrator | Role.Integrator;

    private DateTimeOffset Now => surroundings.Clock.Now();

    private static Guid IdOf(string text) =>
        Guid.TryParse(text, out var id) ? id : throw Refuse.NotFound("subscription", text);

    private async Task<IDbContextTransaction?> BeginAsync(CancellationToken ct) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;

    /// <summary>
    /// The subscription, locked until the transaction ends, but not against those who write deliveries for it.
    /// </summary>
    private async Task<Subscription> LockedAsync(string subscriptionId, CancellationToken ct)
    {
        var id = IdOf(subscriptionId);
        return await db.Set<Subscription>()
                .FromSql($"SELECT * FROM subscriptions WHERE subscription_id = {id} FOR NO KEY UPDATE")
                .SingleOrDefaultAsync(ct)
            ?? throw Refuse.NotFound("subscription", subscriptionId);
    }
}

/// <summary>What keeping subscriptions needs besides the database.</summary>
internal sealed record SubscriptionSurroundings(TimeProvider Clock, WebhookSettings Settings, DeliveryWake Wake);
