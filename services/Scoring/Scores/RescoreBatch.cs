using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Models;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;

namespace Risk.Scoring.Scores;

/// <summary>
/// Scores a batch of customers on the facts held now, in one transaction with a handful of round trips.
/// </summary>
internal sealed class RescoreBatch(
    ScoringDb db, ScoringModels models, ScoreKeeping keeping, AuditLog audit, TimeProvider clock)
{
    public async Task ScoreAsync(IReadOnlyList<RescoreClaim> claims, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var free = await keeping.LockFreeAsync([.. claims.Select(c => c.CustomerId)], ct);
        var moment = ScoringMoment.Of(clock.GetUtcNow(), day: null);
        var sheets = await FactSheets.ReadAsync(connection, free, moment.Day, ct);
        var scores = sheets
            .Select(s => (s.Key, models.Champion.Score(s.Value).Result))
            .Where(s => s.Result is not null)
            .Select(s => Score.Of(s.Key, s.Result!, ScoreTrigger.FactsChanged, moment))
            .ToList();
        await keeping.AddAsync(scores, ct);
        foreach (var score in scores)
            audit.AddOwn("scores.rescore", score.CustomerId.ToString(), score.ToContract());
        await db.SaveChangesAsync(ct);
        var locked = free.ToHashSet();
        await RescoreQueue.FinishAsync(connection, [.. claims.Where(c => locked.Contains(c.CustomerId))], ct);
        await transaction.CommitAsync(ct);
    }
}
