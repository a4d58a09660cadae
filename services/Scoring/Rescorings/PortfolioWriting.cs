using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Scores;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Rescorings;

/// <summary>Writes a batch of the portfolio with its progress, all or nothing.</summary>
internal sealed class PortfolioWriting(ScoringDb db, ScoreKeeping keeping, AuditLog audit, TimeProvider clock)
{
    /// <summary>
    /// False when the rescoring was cancelled or is another worker's by now. Customers whom somebody else holds, or
    /// whose scoring failed, are left to the queue of changed facts. Waits briefly for a lock and gives way then:
    /// whoever applies events never waits for a rescoring.
    /// </summary>
    public async Task<bool> WriteAsync(RescoringLease lease, PortfolioBatch batch, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlRawAsync(
            $"SET LOCAL lock_timeout = '200ms'; SET LOCAL {ScoringInput.PlannedOnce}", ct);
        if (await HeldAsync(lease, ct) is not { } job)
            return false;
        var now = clock.Now();
        if (batch.CustomerIds.Count == 0)
            job.Finish(now);
        else
            await KeepAsync(job, lease, batch, now, ct);
        audit.AddOwn("rescorings.advance", job.RescoringId.ToString(), job.ToContract());
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private Task<RescoringJob?> HeldAsync(RescoringLease lease, CancellationToken ct) =>
        db.Set<RescoringJob>().FromSql(
            $"""
            SELECT * FROM rescorings
            WHERE rescoring_id = {lease.RescoringId} AND worker = {lease.Worker} AND state < 3 FOR UPDATE
            """).SingleOrDefaultAsync(ct);

    private async Task KeepAsync(
        RescoringJob job, RescoringLease lease, PortfolioBatch batch, DateTimeOffset now, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var scores = batch.Scores;
        var standing = await StandingGrades.HoldFreeAsync(
            connection, [.. scores.Select(s => s.Score.CustomerId).Order()], ct);
        var kept = await keeping.AddManyAsync(
            connection, [.. scores.Where(s => standing.Held.Contains(s.Score.CustomerId))], standing, ct);
        Guid[] left =
        [
            .. scores.Select(s => s.Score.CustomerId).Where(id => !standing.Held.Contains(id))
                .Concat(batch.Failed.Select(f => f.CustomerId)),
        ];
        if (left.Length > 0)
            await RescoreQueue.AskAsync(db, left, ScoreTrigger.Portfolio, now, ct);
        job.Begin(now);
        job.Advance(batch.CustomerIds[^1], batch.CustomerIds.Count, batch.Unchanged, kept);
        job.Lease(lease.Worker, now + RescoringLease.Length);
    }
}
