using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Models;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;

namespace Risk.Scoring.Scores;

/// <summary>
/// Scores a batch of customers on the facts held now, with a handful of round trips. It reckons first and locks
/// afterwards, so that callers who score one of them hardly wait.
/// </summary>
internal sealed class RescoreBatch(
    ScoringDb db, ScoringModels models, ScoreKeeping keeping, AuditLog audit, TimeProvider clock)
{
    /// <summary>Answers the customers that somebody else held, and that are not scored therefore.</summary>
    public async Task<IReadOnlyList<Guid>> ScoreAsync(IReadOnlyList<RescoreClaim> claims, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var moment = ScoringMoment.Of(clock.GetUtcNow(), day: null);
        Guid[] ids = [.. claims.Select(c => c.CustomerId)];
        var triggers = claims.ToDictionary(c => c.CustomerId, c => c.Trigger);
        var sheets = await FactSheets.ReadAsync(connection, ids, moment.Day, ct);
        var scores = sheets
            .Select(s => (s.Key, models.Champion.Score(s.Value).Result))
            .Where(s => s.Result is not null)
            .Select(s => Score.Of(s.Key, s.Result!, triggers[s.Key], moment))
            .ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var free = (await keeping.LockFreeAsync(ids, ct)).ToHashSet();
        await KeepAsync([.. scores.Where(s => free.Contains(s.CustomerId))], ct);
        await RescoreQueue.FinishAsync(connection, [.. claims.Where(c => free.Contains(c.CustomerId))], ct);
        await transaction.CommitAsync(ct);
        return [.. ids.Where(id => !free.Contains(id))];
    }

    private async Task KeepAsync(IReadOnlyCollection<Score> scores, CancellationToken ct)
    {
        await keeping.AddAsync(scores, ct);
        foreach (var score in scores)
            audit.AddOwn("scores.rescore", score.CustomerId.ToString(), score.ToContract());
        await db.SaveChangesAsync(ct);
    }
}
