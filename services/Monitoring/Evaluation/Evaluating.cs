using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Monitoring.Facts;
using Risk.Monitoring.Storage;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Evaluation;

/// <summary>Decides the warnings of customers that wait for it. Any number of instances may.</summary>
internal sealed partial class Evaluating(
    NpgsqlDataSource source, IServiceScopeFactory scopes, EvaluationSettings settings, TimeProvider clock,
    ILogger<Evaluating> logger) : BackgroundService
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
                if (await EvaluateDueAsync(stoppingToken))
                    pause = TimeSpan.Zero;
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                // Whatever it is, and whatever the framework has wrapped it in: others still want to be decided on.
                LogFailed(failed);
                pause = PauseAfterFailure;
            }
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>True when there may be more.</summary>
    private async Task<bool> EvaluateDueAsync(CancellationToken ct)
    {
        var due = await EvaluationQueue.DueAsync(source, clock.GetUtcNow(), settings, ct);
        return due.Length > 0 && await EvaluateAsync(due, ct) && due.Length == settings.BatchCustomers;
    }

    /// <summary>
    /// When a batch fails it is split, so that one customer that cannot be evaluated does not hold up the others.
    /// Answers whether any was free to be evaluated.
    /// </summary>
    private async Task<bool> EvaluateAsync(Guid[] customerIds, CancellationToken ct)
    {
        try
        {
            return await EvaluateFreeAsync(customerIds, ct);
        }
        catch (Exception failed) when (IsOfTheFacts(failed) && customerIds.Length == 1)
        {
            LogCustomerFailed(customerIds[0], failed);
            await EvaluationQueue.PostponeAsync(source, customerIds, clock.GetUtcNow() + Postponement, ct);
            return true;
        }
        catch (Exception failed) when (IsOfTheFacts(failed))
        {
            LogBatchFailed(customerIds.Length, failed);
            var half = customerIds.Length / 2;
            return await EvaluateAsync(customerIds[..half], ct) | await EvaluateAsync(customerIds[half..], ct);
        }
    }

    /// <summary>Customers whose facts are being written are passed over; they are still due afterwards.</summary>
    private async Task<bool> EvaluateFreeAsync(Guid[] customerIds, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MonitoringDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var free = await CustomerLocks.TakeFreeAsync(connection, customerIds, ct);
        var causes = await EvaluationQueue.TakeAsync(connection, [.. free], clock.GetUtcNow(), ct);
        if (causes.Count > 0)
            await scope.ServiceProvider.GetRequiredService<Evaluator>().EvaluateAsync(causes, ct);
        await transaction.CommitAsync(ct);
        return free.Count > 0;
    }

    private static bool IsOfTheFacts(Exception failed) =>
        failed is not OperationCanceledException && !failed.IsPassing();

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deciding warnings failed; it is tried again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Deciding the warnings of {Count} customers failed; it is tried in halves")]
    private partial void LogBatchFailed(int count, Exception failure);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "The warnings of customer {CustomerId} cannot be decided; it is tried again later")]
    private partial void LogCustomerFailed(Guid customerId, Exception failure);
}
