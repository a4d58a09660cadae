using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Requests.Idempotency;

/// <summary>Deletes stored answers when their time is over, a few thousand at once.</summary>
internal sealed partial class ForgetAnswers(NpgsqlDataSource source, TimeProvider clock, ILogger<ForgetAnswers> logger)
    : BackgroundService
{
    private const int BatchRows = 5_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await ForgetAsync(stoppingToken) == BatchRows)
                {
                }
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogKept(failed.Message);
            }
        }
    }

    private async Task<int> ForgetAsync(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            DELETE FROM idempotency WHERE (caller, request_id) IN (
                SELECT caller, request_id FROM idempotency WHERE created_at < now() - $1 LIMIT $2)
            """);
        command.Parameters.AddWithValue(StoredAnswers.KeptFor);
        command.Parameters.AddWithValue(BatchRows);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old answers could not be deleted: {Reason}")]
    private partial void LogKept(string reason);
}
