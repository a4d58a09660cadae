using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Scores;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.GradeOverrides;

/// <summary>
/// Marks overrides whose last day has passed and has their customers scored. The grade that counts does not wait for
/// it: <c>score_on</c> looks at the last day itself. Any number of instances may do it.
/// </summary>
internal sealed partial class ExpireGradeOverrides(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<ExpireGradeOverrides> logger) : BackgroundService
{
    private const int OverridesMax = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            try
            {
                while (await ExpireAsync(stoppingToken) == OverridesMax)
                {
                }
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> ExpireAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var (db, now) = (services.GetRequiredService<ScoringDb>(), clock.Now());
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var expired = await db.Set<GradeOverride>().FromSql(
            $"""
            SELECT * FROM grade_overrides WHERE state = 2 AND valid_until < {today}
            ORDER BY valid_until LIMIT {OverridesMax} FOR UPDATE SKIP LOCKED
            """).ToListAsync(ct);
        if (expired.Count == 0)
            return 0;
        foreach (var past in expired)
        {
            past.Expire(now);
            var told = past.ToContract();
            services.GetRequiredService<Outbox>().Add(
                told.CustomerId, new V1.GradeOverrideChanged { GradeOverride = told });
            services.GetRequiredService<AuditLog>().AddOwn("grade_overrides.expire", told.CustomerId, told);
        }
        await db.SaveChangesAsync(ct);
        await RescoreQueue.AskAsync(db, [.. expired.Select(o => o.CustomerId)], ScoreTrigger.Override, now, ct);
        await transaction.CommitAsync(ct);
        return expired.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Overrides could not be expired now; it is tried again")]
    private partial void LogFailed(Exception failure);
}
