using System.Threading.Channels;
using Npgsql;
using Risk.Scoring.Models;
using Risk.Scoring.Scores;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Rescorings;

/// <summary>
/// Works on the rescoring that is under way, if nobody else does: while one batch is written, the next one is reckoned
/// and the one after it is read, and never more than five are held. A batch and the progress are one transaction, so
/// that whoever takes over after a crash goes on where the last batch ended.
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
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var read = Channel.CreateBounded<PortfolioInput>(1);
        var scored = Channel.CreateBounded<PortfolioBatch>(1);
        Task[] stages =
        [
            Task.Run(() => ReadAllAsync(lease, read.Writer, stopping.Token), CancellationToken.None),
            Task.Run(() => ScoreAllAsync(read.Reader, scored.Writer, stopping.Token), CancellationToken.None),
        ];
        try
        {
            await foreach (var batch in scored.Reader.ReadAllAsync(ct))
            {
                if (!await WriteAsync(lease, batch, ct))
                    return;
            }
        }
        finally
        {
            await stopping.CancelAsync();
            await Task.WhenAll(stages);
            if (ct.IsCancellationRequested)
                await lease.GiveUpAsync(source);
        }
    }

    /// <summary>Ends with nobody, after the last customer; a failure is told to whoever reads.</summary>
    private async Task ReadAllAsync(RescoringLease lease, ChannelWriter<PortfolioInput> to, CancellationToken ct)
    {
        try
        {
            var (after, goesOn) = (lease.LastCustomerId, true);
            while (goesOn)
            {
                var range = new PortfolioRange(after, settings.PortfolioBatchCustomers, lease.Anew);
                var next = await PortfolioBatch.ReadAsync(source, models, range, clock.GetUtcNow(), ct);
                if (goesOn = next.CustomerIds.Count > 0)
                    after = next.CustomerIds[^1];
                await to.WriteAsync(next, ct);
            }
            to.Complete();
        }
        catch (Exception failure)
        {
            to.Complete(failure);
        }
    }

    private static async Task ScoreAllAsync(
        ChannelReader<PortfolioInput> from, ChannelWriter<PortfolioBatch> to, CancellationToken ct)
    {
        try
        {
            await foreach (var read in from.ReadAllAsync(ct))
                await to.WriteAsync(PortfolioBatch.Score(read), ct);
            to.Complete();
        }
        catch (Exception failure)
        {
            to.Complete(failure);
        }
    }

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
