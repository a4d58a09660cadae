using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Webhooks;

/// <summary>
/// Forgets old messages with their deliveries and attempts, but none that is still to be delivered; the event log and
/// the audit keep what happened.
/// </summary>
internal sealed partial class ForgetMessages(
    NpgsqlDataSource source, WebhookSettings settings, TimeProvider clock, ILogger<ForgetMessages> logger)
    : BackgroundService
{
    private const int BatchMax = 500;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private const string ForgetSql =
        """
        DELETE FROM messages WHERE message_id IN (
            SELECT message_id FROM messages m
            WHERE created_at < $1 AND NOT EXISTS (
                SELECT FROM deliveries d JOIN subscriptions s USING (subscription_id)
                WHERE d.message_id = m.message_id AND d.state = 1 AND NOT s.disabled AND s.deleted_at IS NULL)
            ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await ForgetAsync(clock.Now().AddDays(-settings.KeepDays), stoppingToken) == BatchMax)
                {
                }
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

    /// <summary>Forgets what was made before; answers how many messages, a limited number at once.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var command = source.CreateCommand(ForgetSql);
        command.Parameters.Add(new() { Value = before.UtcDateTime });
        command.Parameters.Add(new() { Value = BatchMax });
        return await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Forgetting old webhooks failed; it is tried again")]
    private partial void LogFailed(Exception failure);
}
