using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// The events of one partition of one producer, put in their order and applied one after another; under backlog, many
/// in one transaction.
/// </summary>
internal sealed partial class PartitionInbox(
    string producer, int partition, Applier applier, Cursors cursors, EventMetrics metrics, ILogger<EventInbox> logger)
{
    private const int AttemptsMax = 5;
    private static readonly TimeSpan GapPatience = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly WaitingEvents waiting = new();
    private readonly Signal offered = new();

    public int Partition => partition;

    /// <summary>
    /// Completes when the event is handled or known to be handled; fails when this instance stops before.
    /// </summary>
    public Task OfferAsync(EventEnvelope e)
    {
        var done = waiting.Offer(e);
        offered.Wake();
        return done;
    }

    /// <summary>Applies what is offered until cancelled, and then hands back what is left.</summary>
    public async Task RunAsync(Action<PartitionInbox> askForMissing, CancellationToken ct)
    {
        // It may have failed before, and handed everything back then.
        waiting.Open();
        try
        {
            while (true)
            {
                var run = NextRun(out var missing);
                if (run.Count > 0)
                    await ApplyAsync(run, ct);
                else if (missing)
                    await MissAsync(askForMissing, ct);
                else
                    await offered.WaitAsync(Timeout.InfiniteTimeSpan, ct);
            }
        }
        finally
        {
            waiting.Close();
        }
    }

    /// <summary>What arrived out of order comes in a moment; what does not is read from the producer's log.</summary>
    private async Task MissAsync(Action<PartitionInbox> askForMissing, CancellationToken ct)
    {
        var before = cursors.Of(producer, partition);
        await offered.WaitAsync(GapPatience, ct);
        if (NextRun(out var missing).Count > 0 || !missing)
            return;
        await cursors.LoadAsync(ct);
        if (cursors.Of(producer, partition) != before)
            return;
        askForMissing(this);
        await offered.WaitAsync(AskAgain, ct);
    }

    private List<EventEnvelope> NextRun(out bool missing) =>
        waiting.NextRun(cursors.Of(producer, partition).Sequence, out missing);

    private async Task ApplyAsync(List<EventEnvelope> run, CancellationToken ct)
    {
        var before = cursors.Of(producer, partition).Sequence;
        try
        {
            await applier.ApplyAsync(run, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogFailed(failure, producer, partition, run[0].Sequence, run.Count);
            metrics.Retried(run[0].Type);
            foreach (var e in run)
                await ApplyAloneAsync(e, ct);
        }
        metrics.Applied((int)Math.Max(0, cursors.Of(producer, partition).Sequence - before), producer);
    }

    private async Task ApplyAloneAsync(EventEnvelope e, CancellationToken ct)
    {
        Exception? last = null;
        try
        {
            await Attempts(failure => last = failure, e.Type).ExecuteAsync(
                async token => { await applier.ApplyAsync([e], token); }, ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            LogParked(failure, e.Id, e.Type, producer, partition, e.Sequence);
            await Persevere.UntilDoneAsync($"Parking {e.Id}",
                async token => { await applier.ParkAsync(e, last ?? failure, AttemptsMax, token); }, logger, ct);
            ct.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// A database that is away is no fault of the event: then nothing is parked, however long it takes.
    /// </summary>
    private ResiliencePipeline Attempts(Action<Exception> failed, string type) => new ResiliencePipelineBuilder()
        .AddRetry(Retry(AttemptsMax - 1, failure => !failure.IsPassing(), failed, type))
        .AddRetry(Retry(int.MaxValue, PassingFailures.IsPassing, failed, type))
        .Build();

    private RetryStrategyOptions Retry(
        int attemptsMax, Func<Exception, bool> handles, Action<Exception> failed, string type) =>
        new()
        {
            MaxRetryAttempts = attemptsMax,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(2),
            UseJitter = true,
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is { } failure
                && !attempt.Context.CancellationToken.IsCancellationRequested && handles(failure)),
            OnRetry = attempt =>
            {
                failed(attempt.Outcome.Exception!);
                metrics.Retried(type);
                return default;
            },
        };

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Count} events of {Producer}, partition {Partition} from {Sequence}, failed; each is tried alone")]
    private partial void LogFailed(Exception failure, string producer, int partition, long sequence, int count);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Parked event {Id} {Type} of {Producer}, partition {Partition}, sequence {Sequence}")]
    private partial void LogParked(
        Exception failure, Guid id, string type, string producer, int partition, long sequence);
}
