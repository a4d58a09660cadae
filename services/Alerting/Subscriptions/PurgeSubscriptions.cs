using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Subscriptions;

/// <summary>Removes the rows of deleted subscriptions, a limited number at once, so that nobody waits for it.</summary>
internal sealed partial class PurgeSubscriptions(
    NpgsqlDataSource source, TimeProvider clock, ILogger<PurgeSubscriptions> logger) : BackgroundService
{
    private const int BatchMax = 1_000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private const string DeliveriesSql =
        """
        DELETE FROM deliveries d USING (
            SELECT q.subscription_id, q.message_id FROM subscriptions s
            CROSS JOIN LATERAL (
                SELECT subscription_id, message_id FROM deliveries
                WHERE subscription_id = s.subscription_id LIMIT $1 FOR UPDATE SKIP LOCKED) q
            WHERE s.deleted_at IS NOT NULL
            LIMIT $1) gone
        WHERE d.subscription_id = gone.subscription_id AND d.message_id = gone.message_id
        """;

    private const string SubscriptionsSql =
        """
        DELETE FROM subscriptions WHERE subscription_id IN (
            SELECT subscription_id FROM subscriptions s
            WHERE deleted_at IS NOT NULL
              AND NOT EXISTS (SELECT FROM deliveries d WHERE d.subscription_id = s.subscription_id)
            FOR UPDATE SKIP LOCKED)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PurgeAsync(stoppingToken);
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogFailed(failed);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            await Task.Delay(Every, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Removes all that there is of deleted subscriptions.</summary>
    public async Task PurgeAsync(CancellationToken ct)
    {
        await using (var deliveries = source.CreateCommand(DeliveriesSql))
        {
            deliveries.Parameters.Add(new() { Value = BatchMax });
            while (await deliveries.ExecuteNonQueryAsync(ct) > 0)
            {
            }
        }
        await using var subscriptions = source.CreateCommand(SubscriptionsSql);
        await subscriptions.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removing deleted subscriptions failed; it is tried again")]
    private partial void LogFailed(Exception failure);
}
