using Npgsql;
using Risk.Monitoring.Imports;

namespace Risk.Monitoring.Evaluation;

/// <summary>
/// Asks, once a day and at start, for the customers that owe something or have a warning: what is not paid grows older
/// though no event says so. Any number of instances may ask.
/// </summary>
internal sealed partial class EvaluateWhenTimePasses(
    NpgsqlDataSource source, TimeProvider clock, ILogger<EvaluateWhenTimePasses> logger) : BackgroundService
{
    private const int CustomersMax = 1_000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan KeepEndsFor = TimeSpan.FromDays(7);

    // So many customers at once would keep those waiting whose facts change now.
    private static readonly TimeSpan TimeForEach = TimeSpan.FromMilliseconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateOnly? asked = null;
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            var today = clock.GetUtcNow().ToDay();
            if (asked == today)
                continue;
            try
            {
                await AskAsync(today, stoppingToken);
                asked = today;
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task AskAsync(DateOnly today, CancellationToken ct)
    {
        await ImportEnds.ForgetAsync(source, clock.GetUtcNow() - KeepEndsFor, ct);
        var due = clock.GetUtcNow();
        Guid? last = Guid.Empty;
        while (last is { } after)
        {
            last = await EvaluationQueue.AskAgedAsync(source, after, today, (CustomersMax, due), ct);
            due += TimeForEach * CustomersMax;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Customers of a day before could not be asked for now")]
    private partial void LogFailed(Exception failure);
}
