using System.Diagnostics;
using System.Numerics;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Risk.ServiceDefaults.Events;

/// <summary>Work that has to go on whatever happens to the servers that it needs.</summary>
internal static partial class Persevere
{
    private const int DelayMilliseconds = 50;
    private const int DelayMillisecondsMax = 2000;

    // Work that has gone well for so long starts with short delays again.
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Does the work, again after each failure with a growing delay, until it succeeds or is cancelled.
    /// </summary>
    public static async Task UntilDoneAsync(
        string what, Func<CancellationToken, Task> work, ILogger logger, CancellationToken ct)
    {
        var failures = 0;
        var failedAt = Stopwatch.GetTimestamp();
        var pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = failure => ValueTask.FromResult(
                failure.Outcome.Exception is not null && !ct.IsCancellationRequested),
            DelayGenerator = _ =>
            {
                failures = Stopwatch.GetElapsedTime(failedAt) > Calm ? 0 : failures + 1;
                failedAt = Stopwatch.GetTimestamp();
                return ValueTask.FromResult<TimeSpan?>(DelayAfter(failures));
            },
            OnRetry = failure =>
            {
                // What lasts is said ever more rarely: it would fill the log of every service that waits for another.
                if (BitOperations.IsPow2(failures + 1))
                    LogFailed(logger, what, failures + 1, failure.Outcome.Exception);
                return default;
            },
        }).Build();
        try
        {
            await pipeline.ExecuteAsync(async token => await work(token), ct);
        }
        catch (Exception ended) when (ct.IsCancellationRequested)
        {
            LogEnded(logger, what, ended.Message);
        }
    }

    /// <summary>
    /// Doubles up to the longest, give or take a quarter, so that instances do not come back in step.
    /// </summary>
    private static TimeSpan DelayAfter(int failures)
    {
        var delay = Math.Min(DelayMillisecondsMax, DelayMilliseconds * (1L << Math.Min(failures, 10)));
        return TimeSpan.FromMilliseconds(delay * (0.75 + Random.Shared.NextDouble() / 2));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} failed, attempt {Attempt}; it is tried again")]
    private static partial void LogFailed(ILogger logger, string what, int attempt, Exception? exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{What} ended: {Reason}")]
    private static partial void LogEnded(ILogger logger, string what, string reason);
}
