using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>Scores, in the background, the customers whose facts have changed.</summary>
internal sealed partial class Rescoring(
    NpgsqlDataSource source, RescoreBatch batches, RescoreSettings settings, RescorePace pace,
    TimeProvider clock, ILogger<Rescoring> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Postponement = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LookEvery;
            try
            {
                if (await ScoreDueAsync(stoppingToken) == settings.BatchCustomers)
                    pause = TimeSpan.Zero;
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogFailed(failed);
                pause = PauseAfterFailure;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> ScoreDueAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var waited = pace.IsBusy(now) ? TimeSpan.FromMilliseconds(settings.DelayMaxMilliseconds) : TimeSpan.Zero;
        var claims = await RescoreQueue.ClaimAsync(source, now, waited, settings.BatchCustomers, ct);
        if (claims.Count > 0)
            await ScoreAsync(claims, ct);
        return claims.Count;
    }

    /// <summary>
    /// When a batch fails it is split, so that one customer who cannot be scored does not hold up the others.
    /// </summary>
    private async Task ScoreAsync(IReadOnlyList<RescoreClaim> claims, CancellationToken ct)
    {
        try
        {
            var held = await batches.ScoreAsync(claims, ct);
            if (held.Count > 0)
                await RescoreQueue.PostponeAsync(source, held, clock.GetUtcNow() + PauseAfterFailure, ct);
        }
        catch (Exception failed) when (IsOfTheFacts(failed) && claims.Count == 1)
        {
            LogCustomerFailed(claims[0].CustomerId, failed);
            await RescoreQueue.PostponeAsync(source, [claims[0].CustomerId], clock.GetUtcNow() + Postponement, ct);
        }
        catch (Exception failed) when (IsOfTheFacts(failed))
        {
            LogBatchFailed(claims.Count, failed);
            await ScoreAsync([.. claims.Take(claims.Count / 2)], ct);
            await ScoreAsync([.. claims.Skip(claims.Count / 2)], ct);
        }
    }

    private static bool IsOfTheFacts(Exception failed) =>
        failed is not OperationCanceledException && !failed.IsPassing();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rescoring failed; it is tried again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rescoring {Count} customers failed; they are scored in halves")]
    private partial void LogBatchFailed(int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Customer {CustomerId} cannot be scored; it is tried again later")]
    private partial void LogCustomerFailed(Guid customerId, Exception failure);
}
