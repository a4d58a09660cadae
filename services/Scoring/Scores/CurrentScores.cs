using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Scores;

/// <summary>
/// Finds the scores that still hold: nothing has changed since that they rest on. Callers who ask while others are
/// being answered wait and share the next round trip; a lone caller is answered at once. Each is answered by what the
/// database says after it has asked, so that it makes no difference which instance has applied the facts.
/// </summary>
internal sealed class CurrentScores
{
    private const int AtOnceMax = 256;

    private readonly HoldingScores scores;
    private readonly IServiceScopeFactory scopes;
    private readonly Gathering<Asked> waiting;
    private readonly RememberedScores remembered = new();

    public CurrentScores(HoldingScores scores, IServiceScopeFactory scopes)
    {
        (this.scores, this.scopes) = (scores, scopes);
        waiting = new(AtOnceMax, RunAsync);
    }

    /// <summary>
    /// Null when there is none, when it no longer holds on the day, or when the request has been answered before.
    /// </summary>
    public Task<V1.Score?> FindAsync(
        Guid customerId, DateOnly day, (string Caller, string Id) request, CancellationToken ct)
    {
        var asked = new Asked(customerId, day, request);
        waiting.Add(asked);
        return asked.Answer.Task.WaitAsync(ct);
    }

    private async Task RunAsync(Func<List<Asked>> take)
    {
        for (var batch = take(); batch.Count > 0; batch = take())
        {
            await AnswerAsync(batch);
            // Behind those who have just been answered: else the next batch begins before they ask again, and many
            // small ones take the time of few large ones. It costs nothing when nobody is there.
            await Task.Factory.StartNew(static () => { }, CancellationToken.None,
                TaskCreationOptions.PreferFairness, TaskScheduler.Default);
        }
    }

    private async Task AnswerAsync(List<Asked> batch)
    {
        try
        {
            await FindAsync(batch);
        }
        catch (Exception failure)
        {
            foreach (var asked in batch)
                asked.Answer.TrySetException(failure);
        }
    }

    private async Task FindAsync(List<Asked> batch)
    {
        // Around midnight two days may be asked for: the later one is safe for both.
        var day = batch.Max(a => a.Day);
        var (holding, answered) = await scores.ReadAsync(
            [.. batch.Select(a => a.CustomerId).Distinct()], day,
            [.. batch.Select(a => a.Request).Where(r => r.Id.Length > 0)]);
        var found = new Dictionary<Guid, V1.Score>(holding.Count);
        foreach (var (customerId, scoreId) in holding)
        {
            if (remembered.Find(customerId, scoreId) is { } known)
                found[customerId] = known;
        }
        Guid[] unknown = [.. holding.Where(h => !found.ContainsKey(h.CustomerId)).Select(h => h.ScoreId)];
        if (unknown.Length > 0)
            await RecallAsync(unknown, found);
        foreach (var asked in batch)
        {
            asked.Answer.TrySetResult(
                answered.Contains(asked.Request) ? null : found.GetValueOrDefault(asked.CustomerId));
        }
    }

    private async Task RecallAsync(Guid[] scoreIds, Dictionary<Guid, V1.Score> found)
    {
        await using var scope = scopes.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<ScoringDb>().Set<Score>().AsNoTracking()
            .Where(s => scoreIds.Contains(s.ScoreId)).ToListAsync();
        foreach (var score in kept)
        {
            var model = await scores.ModelAsync(score.ModelVersion);
            var contract = score.ToExplanation(model!).Score;
            remembered.Add(score.CustomerId, score.ScoreId, contract);
            found[score.CustomerId] = contract;
        }
    }

    private sealed record Asked(Guid CustomerId, DateOnly Day, (string Caller, string Id) Request)
    {
        public TaskCompletionSource<V1.Score?> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
