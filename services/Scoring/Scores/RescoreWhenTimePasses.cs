using System.Diagnostics;
using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>
/// Asks, once a day and at start, for new scores of the customers with open items: what is not paid grows older though
/// no event says so. Of the others it asks for those whose score the day has changed. Any number of instances may ask.
/// </summary>
internal sealed partial class RescoreWhenTimePasses(
    NpgsqlDataSource source, AgedScores others, TimeProvider clock, ILogger<RescoreWhenTimePasses> logger)
    : BackgroundService
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
            try
            {
                if (asked != today)
                    await AskAsync(today, stoppingToken);
                asked = today;
                await LookAsync(today, stoppingToken);
            }
            catch (Exception failed) when (failed.IsOfDatabase())
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

    /// <summary>As long as it takes it rests, so that it never needs more than half a processor.</summary>
    private async Task LookAsync(DateOnly today, CancellationToken ct)
    {
        for (var since = Stopwatch.GetTimestamp(); await others.LookAsync(today, ct); since = Stopwatch.GetTimestamp())
            await Task.Delay(Stopwatch.GetElapsedTime(since), clock, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "New scores for the day could not be asked for now")]
    private partial void LogFailed(Exception failure);
}
