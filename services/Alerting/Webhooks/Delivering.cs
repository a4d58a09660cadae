using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Alerting.Storage;
using Risk.Alerting.Subscriptions;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Webhooks;

/// <summary>
/// Delivers what is due, any number of instances together. Woken when an alert of this instance is committed; what
/// others have left is found when it falls due or its lease ends.
/// </summary>
internal sealed partial class Delivering(
    NpgsqlDataSource source, WebhookSender sender, DeliveryWake wake, WebhookSettings settings,
    DeliveryServices services) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseForOtherKey = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LeaseBeyondTimeout = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Task, Guid> running = new();
    private readonly TimeProvider clock = services.Clock;
    private readonly ILogger logger = services.Logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        services.Metrics.Begin();
        using var end = new CancellationTokenSource();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await StartDueAsync(end.Token, stoppingToken) == 0)
                    await wake.WaitAsync(await PauseAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogLookFailed(failed);
                await Task.Delay(PauseAfterFailure, clock, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        end.CancelAfter(StopTimeMax);
        await Task.WhenAll(running.Keys);
    }

    private async Task<int> StartDueAsync(CancellationToken end, CancellationToken ct)
    {
        var free = settings.AtOnceMax - running.Count;
        if (free <= 0)
            return 0;
        var now = clock.Now();
        var lease = now + TimeSpan.FromSeconds(settings.TimeoutSeconds) + LeaseBeyondTimeout;
        var busy = running.Values.CountBy(id => id).ToDictionary();
        var claims = await DeliveryQueue.ClaimAsync(source, now, lease, new(free, settings.PerTargetMax, busy), ct);
        foreach (var claim in claims)
            Start(claim, end);
        return claims.Count;
    }

    private void Start(ClaimedDelivery claim, CancellationToken end)
    {
        var delivery = Task.Run(() => DeliverAsync(claim, end), CancellationToken.None);
        running[delivery] = claim.SubscriptionId;
        _ = delivery.ContinueWith(done =>
        {
            running.TryRemove(done, out _);
            wake.Wake();
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task<TimeSpan> PauseAsync(CancellationToken ct)
    {
        if (settings.AtOnceMax <= running.Count)
            return LookEvery;
        var pause = await DeliveryQueue.NextAsync(source, ct) - clock.Now();
        // What is due and was not taken has all that its target may have at once.
        return pause is null || pause > LookEvery || pause <= TimeSpan.Zero ? LookEvery : pause.Value;
    }

    private async Task DeliverAsync(ClaimedDelivery claim, CancellationToken end)
    {
        try
        {
            await AttemptAsync(claim, end);
        }
        catch (Exception failed) when (failed.IsOfDatabase())
        {
            // Its lease ends, and it is delivered again: twice is better than never.
            LogNotKept(failed, claim.MessageId);
        }
    }

    private async Task AttemptAsync(ClaimedDelivery claim, CancellationToken end)
    {
        try
        {
            var outcome = await sender.SendAsync(claim, end);
            services.Metrics.Attempted(outcome);
            await KeepAsync(claim, outcome);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            await DeliveryQueue.GiveBackAsync(source, claim, dueAt: null, CancellationToken.None);
        }
        catch (SecretUnreadableException failed)
        {
            // It is this instance that is set up wrongly, not the target that fails: no attempt is lost by that.
            services.Metrics.SecretUnreadable();
            LogSecretUnreadable(failed, claim.SubscriptionId);
            await DeliveryQueue.GiveBackAsync(
                source, claim, clock.Now() + PauseForOtherKey, CancellationToken.None);
        }
    }

    private async Task KeepAsync(ClaimedDelivery claim, SendOutcome outcome)
    {
        try
        {
            await KeepWholeAsync(claim, outcome);
        }
        catch (Exception failed) when (failed.IsOfDatabase())
        {
            // What is not kept is posted again without end: then less of it is kept.
            LogNotKept(failed, claim.MessageId);
            await KeepWholeAsync(claim, outcome.Bare());
        }
    }

    private async Task KeepWholeAsync(ClaimedDelivery claim, SendOutcome outcome)
    {
        if (outcome.IsGone)
            await DisableAsync(claim, outcome);
        else
            await FinishAsync(claim, outcome);
    }

    private async Task FinishAsync(ClaimedDelivery claim, SendOutcome outcome)
    {
        var further = outcome.Delivered ? FurtherAttempts.None : Further(claim, outcome);
        await using var connection = await source.OpenConnectionAsync();
        await DeliveryQueue.FinishAsync(connection, claim, outcome, further, CancellationToken.None);
        if (outcome.Delivered)
            return;
        if (further.NextAt is { } next)
        {
            LogFailed(claim.MessageId, claim.SubscriptionId, outcome.Error, next);
            return;
        }
        services.Metrics.GivenUp();
        LogGivenUp(claim.MessageId, claim.SubscriptionId, claim.AttemptInRow, outcome.Error);
    }

    private FurtherAttempts Further(ClaimedDelivery claim, SendOutcome outcome)
    {
        var (rules, now, chance) = (AlertingRules.Shipped, clock.Now(), Random.Shared.NextDouble());
        return new(
            RetryPlan.Next(rules, claim.AttemptInRow, outcome.RetryAfter, now, chance),
            RetryPlan.Rest(rules, claim.Failures, outcome, now, chance));
    }

    private async Task DisableAsync(ClaimedDelivery claim, SendOutcome outcome)
    {
        await using var scope = services.Scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AlertingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await DeliveryQueue.FinishAsync(connection, claim, outcome, FurtherAttempts.None, CancellationToken.None);
        var subscription = await db.Set<Subscription>().SingleOrDefaultAsync(
            s => s.SubscriptionId == claim.SubscriptionId && !s.Disabled);
        if (subscription is not null)
        {
            subscription.Disabled = true;
            scope.ServiceProvider.GetRequiredService<AuditLog>().AddOwn(
                "subscriptions.disable", subscription.SubscriptionId.ToString(), subscription.ToContract());
            await db.SaveChangesAsync();
            LogDisabled(claim.SubscriptionId);
        }
        await transaction.CommitAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking for webhooks to deliver failed; it is tried again")]
    private partial void LogLookFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of webhook {MessageId} could not be kept")]
    private partial void LogNotKept(Exception failure, Guid messageId);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Webhook {MessageId} was not delivered to {SubscriptionId}: {Error}; next attempt {Next}")]
    private partial void LogFailed(Guid messageId, Guid subscriptionId, string error, DateTimeOffset next);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Webhook {MessageId} was given up; {SubscriptionId} took it in none of {Attempts} attempts: {Error}")]
    private partial void LogGivenUp(Guid messageId, Guid subscriptionId, int attempts, string error);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The secret of subscription {SubscriptionId} cannot be opened; what is for it waits for an instance "
            + "with the right Webhooks:KeyFile")]
    private partial void LogSecretUnreadable(Exception failure, Guid subscriptionId);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The target of subscription {SubscriptionId} is gone; nothing is delivered to it any more")]
    private partial void LogDisabled(Guid subscriptionId);
}

/// <summary>What delivering needs of its surroundings.</summary>
internal sealed class DeliveryServices(
    IServiceScopeFactory scopes, DeliveryMetrics metrics, TimeProvider clock, ILogger<Delivering> logger)
{
    public IServiceScopeFactory Scopes => scopes;
    public DeliveryMetrics Metrics => metrics;
    public TimeProvider Clock => clock;
    public ILogger Logger => logger;
}
