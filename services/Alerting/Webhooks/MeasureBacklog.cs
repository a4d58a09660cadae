using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Alerting.Webhooks;

/// <summary>
/// Measures what is due and not delivered: a target that is slow or rests shows here long before anything is given up.
/// </summary>
internal sealed partial class MeasureBacklog(
    NpgsqlDataSource source, DeliveryMetrics metrics, TimeProvider clock, ILogger<MeasureBacklog> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private const string Sql =
        """
        SELECT count(*), min(d.due_at) FROM deliveries d JOIN subscriptions s USING (subscription_id)
        WHERE d.state = 1 AND d.due_at <= $1 AND NOT s.disabled AND s.deleted_at IS NULL
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await MeasureAsync(stoppingToken);
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

    private async Task MeasureAsync(CancellationToken ct)
    {
        var now = clock.Now();
        await using var command = source.CreateCommand(Sql);
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var oldest = row.IsDBNull(1) ? now : row.GetFieldValue<DateTimeOffset>(1);
        metrics.Wait(row.GetInt64(0), now - oldest);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Measuring the backlog of webhooks failed; it is tried again")]
    private partial void LogFailed(Exception failure);
}
