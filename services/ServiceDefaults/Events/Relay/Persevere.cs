using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;

namespace Risk.ServiceDefaults.Events;

/// <summary>Work that has to go on whatever happens to the servers that it needs.</summary>
internal static partial class Persevere
{
    private static readonly TimeSpan DelayMax = TimeSpan.FromSeconds(2);

    /// <summary>Does the work, again after each failure with a growing delay, until it succeeds or is cancelled.</summary>
    public static async Task UntilDoneAsync(
        string what, Func<CancellationToken, Task> work, ILogger logger, CancellationToken ct)
    {
        var pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = DelayMax,
            UseJitter = true,
            ShouldHandle = failure => ValueTask.FromResult(
                failure.Outcome.Exception is not null && !ct.IsCancellationRequested),
            OnRetry = failure =>
            {
                LogFailed(logger, what, failure.AttemptNumber + 1, failure.Outcome.Exception);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} failed, attempt {Attempt}; it is tried again")]
    private static partial void LogFailed(ILogger logger, string what, int attempt, Exception? exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{What} ended: {Reason}")]
    private static partial void LogEnded(ILogger logger, string what, string reason);
}
