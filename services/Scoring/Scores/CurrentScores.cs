using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Models;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>
/// Finds the scores that still hold: nothing has changed since that they rest on. Callers who ask while others are
/// being answered wait and share the next round trip; a lone caller is answered at once. Each is answered by what the
/// database says after it has asked, so that it makes no difference which instance has applied the facts.
/// </summary>
internal sealed class CurrentScores(NpgsqlDataSource database, IServiceScopeFactory scopes, ModelsInUse models)
{
    private const int AtOnceMax = 256;

    private static readonly string HoldingSql = string.Format(CultureInfo.InvariantCulture,
        $$"""
        SELECT g.customer_id, g.score_id
        FROM {{ScoreBasis.ModelsInUse}}, customer_grades g LEFT JOIN facts_versions f USING (customer_id)
        WHERE g.customer_id = ANY($1) AND {{ScoreBasis.Holds}}
        """, "$2", "$3");

    private const string AnsweredSql =
        """
        SELECT caller, request_id FROM idempotency WHERE caller = ANY($1) AND request_id = ANY($2)
        """;

    private readonly ConcurrentQueue<Asked> waiting = new();
    private readonly RememberedScores remembered = new();
    private int isRunning;

    /// <summary>
    /// Null when there is none, when it no longer holds on the day, or when the request has been answered before.
    /// </summary>
    public Task<V1.Score?> FindAsync(
        Guid customerId, DateOnly day, (string Caller, string Id) request, CancellationToken ct)
    {
        var asked = new Asked(customerId, day, request);
        waiting.Enqueue(asked);
        if (Interlocked.Exchange(ref isRunning, 1) == 0)
            _ = Task.Run(RunAsync, CancellationToken.None);
        return asked.Answer.Task.WaitAsync(ct);
    }

    private async Task RunAsync()
    {
        do
        {
            await AnswerWaitingAsync();
            // A full fence: without it the look at the queue could come before the flag is down, and a caller who came
            // in between would wait for the next one.
            Interlocked.Exchange(ref isRunning, 0);
        }
        while (!waiting.IsEmpty && Interlocked.Exchange(ref isRunning, 1) == 0);
    }

    /// <summary>On one connection for as long as somebody waits.</summary>
    private async Task AnswerWaitingAsync()
    {
        var batch = Gather();
        try
        {
            await using var connection = await database.OpenConnectionAsync();
            while (batch.Count > 0)
            {
                await AnswerAsync(connection, batch);
                // Behind those who have just been answered: else the next batch begins before they ask again, and many
                // small ones take the time of few large ones. It costs nothing when nobody is there.
                await Task.Factory.StartNew(static () => { }, CancellationToken.None,
                    TaskCreationOptions.PreferFairness, TaskScheduler.Default);
                batch = Gather();
            }
        }
        catch (Exception failure)
        {
            foreach (var asked in batch)
                asked.Answer.TrySetException(failure);
        }
    }

    private List<Asked> Gather()
    {
        var batch = new List<Asked>();
        while (batch.Count < AtOnceMax && waiting.TryDequeue(out var asked))
            batch.Add(asked);
        return batch;
    }

    private async Task AnswerAsync(NpgsqlConnection connection, List<Asked> batch)
    {
        // Around midnight two days may be asked for: the later one is safe for both.
        var day = batch.Max(a => a.Day);
        var (holding, answered) = await ReadAsync(connection, batch, day);
        var scores = new Dictionary<Guid, V1.Score>(holding.Count);
        foreach (var (customerId, scoreId) in holding)
        {
            if (remembered.Find(customerId, scoreId) is { } known)
                scores[customerId] = known;
        }
        Guid[] unknown = [.. holding.Where(h => !scores.ContainsKey(h.CustomerId)).Select(h => h.ScoreId)];
        if (unknown.Length > 0)
            await RecallAsync(connection, unknown, scores);
        foreach (var asked in batch)
        {
            asked.Answer.TrySetResult(
                answered.Contains(asked.Request) ? null : scores.GetValueOrDefault(asked.CustomerId));
        }
    }

    private static async Task<(List<(Guid CustomerId, Guid ScoreId)> Holding, HashSet<(string, string)> Answered)>
        ReadAsync(NpgsqlConnection connection, List<Asked> asked, DateOnly day)
    {
        var requests = asked.Where(a => a.Request.Id.Length > 0).Select(a => a.Request).ToList();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add($"SET {ScoringInput.PlannedOnce}");
        batch.Add(HoldingSql).With(asked.Select(a => a.CustomerId).Distinct().ToArray())
            .With(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)).With(ScoreBasis.Software);
        if (requests.Count > 0)
        {
            batch.Add(AnsweredSql)
                .With(requests.Select(r => r.Caller).Distinct(StringComparer.Ordinal).ToArray())
                .With(requests.Select(r => r.Id).ToArray());
        }
        await using var rows = await batch.ExecuteReaderAsync();
        var (holding, answered) = (new List<(Guid, Guid)>(asked.Count), new HashSet<(string, string)>());
        while (await rows.ReadAsync())
            holding.Add((rows.GetGuid(0), rows.GetGuid(1)));
        if (await rows.NextResultAsync())
        {
            while (await rows.ReadAsync())
                answered.Add((rows.GetString(0), rows.GetString(1)));
        }
        return (holding, answered);
    }

    private async Task RecallAsync(NpgsqlConnection connection, Guid[] scoreIds, Dictionary<Guid, V1.Score> scores)
    {
        await using var scope = scopes.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<ScoringDb>().Set<Score>().AsNoTracking()
            .Where(s => scoreIds.Contains(s.ScoreId)).ToListAsync();
        foreach (var score in kept)
        {
            var model = await models.OfAsync(connection, score.ModelVersion, CancellationToken.None);
            var contract = score.ToExplanation(model!).Score;
            remembered.Add(score.CustomerId, score.ScoreId, contract);
            scores[score.CustomerId] = contract;
        }
    }

    private sealed record Asked(Guid CustomerId, DateOnly Day, (string Caller, string Id) Request)
    {
        public TaskCompletionSource<V1.Score?> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
