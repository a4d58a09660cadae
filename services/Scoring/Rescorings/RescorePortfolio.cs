using Npgsql;
using Risk.Scoring.Models;
using Risk.Scoring.Scores;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Rescorings;

/// <summary>
/// Works on the rescoring that is under way, if nobody else does: while one batch is written, the next one is read and
/// reckoned, and never more than these two are held. A batch and the progress are one transaction, so that whoever
/// takes over after a crash goes on where the last batch ended.
/// </summary>
internal sealed partial class RescorePortfolio(
    NpgsqlDataSource source, IServiceScopeFactory scopes, ModelsInUse models, RescoreSettings settings, Relay relay,
    Sealer sealer, TimeProvider clock, ILogger<RescorePortfolio> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private readonly Guid worker = Guid.CreateVersion7();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RescoringLease.ClaimAsync(source, worker, clock.GetUtcNow(), stoppingToken) is { } lease)
                    await WorkAsync(lease, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failed)
            {
                LogFailed(failed);
            }
            await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(RescoringLease lease, CancellationToken ct)
    {
        var next = ReadAsync(lease, lease.LastCustomerId, ct);
        try
        {
            var batch = await next;
            while (true)
            {
                if (batch.CustomerIds.Count > 0)
                    next = ReadAsync(lease, batch.CustomerIds[^1], ct);
                if (!await WriteAsync(lease, batch, ct) || batch.CustomerIds.Count == 0)
                    return;
                batch = await next;
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ct.IsCancellationRequested)
                await lease.GiveUpAsync(source);
        }
    }

    private Task<PortfolioBatch> ReadAsync(RescoringLease lease, Guid after, CancellationToken ct) => Task.Run(() =>
        PortfolioBatch.ReadAsync(
            source, models, new(after, settings.PortfolioBatchCustomers, lease.Anew), clock.GetUtcNow(), ct), ct);

    private async Task<bool> WriteAsync(RescoringLease lease, PortfolioBatch batch, CancellationToken ct)
    {
        foreach (var (customerId, failure) in batch.Failed)
            LogCustomerFailed(customerId, failure);
        await using var scope = scopes.CreateAsyncScope();
        var goesOn = await scope.ServiceProvider.GetRequiredService<PortfolioWriting>().WriteAsync(lease, batch, ct);
        relay.Wake();
        sealer.Wake();
        return goesOn;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of the rescoring failed; it is tried again")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Customer {CustomerId} cannot be scored; it is left to the queue")]
    private partial void LogCustomerFailed(Guid customerId, Exception failure);
}
