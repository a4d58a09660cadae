using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Scores;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Scoring.Rescorings;

/// <summary>Writes a batch of the portfolio with its progress, all or nothing.</summary>
internal sealed class PortfolioWriting(
    ScoringDb db, ScoreKeeping keeping, AuditLog audit, ServiceInfo service, TimeProvider clock)
{
    /// <summary>
    /// False when the rescoring was cancelled or is another worker's by now. Customers whom somebody else holds, or
    /// whose scoring failed, are left to the queue of changed facts. Waits briefly for a lock and gives way then:
    /// whoever applies events never waits for a rescoring.
    /// </summary>
    public async Task<bool> WriteAsync(RescoringLease lease, PortfolioBatch batch, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SET LOCAL lock_timeout = '200ms'", ct);
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
        Guid[] ids = [.. batch.CustomerIds];
        var free = (await keeping.LockFreeAsync(ids, ct)).ToHashSet();
        var kept = await keeping.AddManyAsync(
            [.. batch.Scores.Where(s => free.Contains(s.Score.CustomerId))], service.Name, ct);
        Guid[] left = [.. ids.Where(id => !free.Contains(id)).Union(batch.Failed.Select(f => f.CustomerId))];
        if (left.Length > 0)
            await RescoreQueue.AskAsync(db, left, ScoreTrigger.Portfolio, now, ct);
        job.Begin(now);
        job.Advance(ids[^1], ids.Length, kept.Scored, kept.Changed);
        job.Lease(lease.Worker, now + RescoringLease.Length);
    }
}
