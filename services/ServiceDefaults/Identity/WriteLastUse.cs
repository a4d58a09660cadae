using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Identity;

/// <summary>Writes down when keys were last used: once a minute for all of them, never on a request's way.</summary>
internal sealed partial class WriteLastUse(
    KnownKeys keys, NpgsqlDataSource source, TimeProvider clock, ILogger<WriteLastUse> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WriteAsync(stoppingToken);
        }
        finally
        {
            await WriteAsync(CancellationToken.None);
        }
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        var uses = keys.TakeUnwrittenUses().ToArray();
        if (uses.Length == 0)
            return;
        try
        {
            await using var command = source.CreateCommand("""
                UPDATE credentials c SET last_used_at = greatest(c.last_used_at, used.at)
                FROM unnest($1, $2) AS used (id, at) WHERE c.id = used.id
                """);
            command.Parameters.AddWithValue(uses.Select(u => u.Id).ToArray());
            command.Parameters.AddWithValue(
                uses.Select(u => new DateTimeOffset(u.Minute * TimeSpan.TicksPerMinute, TimeSpan.Zero)).ToArray());
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (Exception failed) when (failed.IsOfDatabase())
        {
            LogLost(uses.Length, failed.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last use of {Count} keys was not written: {Reason}")]
    private partial void LogLost(int count, string reason);
}
