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
    ScoringDb db, ModelsInUse models, ScoreKeeping keeping, AuditLog audit, TimeProvider clock)
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
        var used = await models.NowAsync(connection, ct);
        var scores = sheets
            .Select(s => ScoredCustomer.Of(s.Key, s.Value, used, triggers[s.Key], moment))
            .OfType<ScoredCustomer>()
            .ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var free = (await keeping.LockFreeAsync(ids, ct)).ToHashSet();
        await KeepAsync([.. scores.Where(s => free.Contains(s.Score.CustomerId))], ct);
        await RescoreQueue.FinishAsync(connection, [.. claims.Where(c => free.Contains(c.CustomerId))], ct);
        await transaction.CommitAsync(ct);
        return [.. ids.Where(id => !free.Contains(id))];
    }

    private async Task KeepAsync(IReadOnlyCollection<ScoredCustomer> scores, CancellationToken ct)
    {
        foreach (var score in await keeping.AddAsync(scores, ct))
            audit.AddOwn("scores.rescore", score.CustomerId.ToString(), score.ToContract());
        await db.SaveChangesAsync(ct);
    }
}
