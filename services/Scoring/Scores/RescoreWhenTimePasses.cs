using Npgsql;

namespace Risk.Scoring.Scores;

/// <summary>
/// Asks, once a day and at start, for new scores of the customers with open items: what is not paid grows older though
/// no event says so. Any number of instances may ask.
/// </summary>
internal sealed partial class RescoreWhenTimePasses(
    NpgsqlDataSource source, TimeProvider clock, ILogger<RescoreWhenTimePasses> logger) : BackgroundService
{
    private const int CustomersMax = 1_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    // So many customers at once would keep those waiting whose facts change now.
    private static readonly TimeSpan TimeForEach = TimeSpan.FromMilliseconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateOnly? asked = null;
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            if (asked == today)
                continue;
            try
            {
                await AskAsync(today, stoppingToken);
                asked = today;
            }
            catch (NpgsqlException failed)
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(DateOnly today, CancellationToken ct)
    {
        var (midnight, due) = (today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), clock.GetUtcNow());
        Guid? last = Guid.Empty;
        while (last is { } after)
        {
            last = await RescoreQueue.AskAgedAsync(source, after, midnight, (CustomersMax, due), ct);
            due += TimeForEach * CustomersMax;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "New scores for the day could not be asked for now")]
    private partial void LogFailed(Exception failure);
}
