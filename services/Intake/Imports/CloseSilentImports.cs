using Microsoft.EntityFrameworkCore;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Imports;

/// <summary>
/// Closes imports whose process has ended without saying so. What they had counted as recorded is kept: counts and rows
/// are one transaction.
/// </summary>
internal sealed partial class CloseSilentImports(
    IServiceScopeFactory scopes, TimeProvider clock, ILogger<CloseSilentImports> logger) : BackgroundService
{
    public static readonly TimeSpan SilenceMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    private static readonly Text Ended = new(
        "The process that imported it has ended. "
        + "What is counted as recorded is kept; import the file again for the rest.",
        "执行导入的进程已结束。已计为录入的行已保存；请重新导入文件以完成其余部分。");

    private static readonly Text EndedAsAWhole = new(
        "The process that imported it has ended. Nothing of the file is kept; import it again.",
        "执行导入的进程已结束。文件内容均未保存；请重新导入。");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            try
            {
                await CloseAsync(stoppingToken);
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogFailed(failed.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task<int> CloseAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IntakeDb>();
        var audit = scope.ServiceProvider.GetRequiredService<AuditLog>();
        var outbox = scope.ServiceProvider.GetRequiredService<Outbox>();
        var now = clock.Now();
        var silentSince = now - SilenceMax;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var silent = await db.Imports.FromSql(
            $"SELECT * FROM imports WHERE state = 1 AND beat_at < {silentSince} FOR UPDATE SKIP LOCKED")
            .ToListAsync(cancellation);
        var places = silent.Count == 0
            ? ""
            : LogPosition.Join(await scope.ServiceProvider.GetRequiredService<EventLog>().PlacesAsync(cancellation));
        foreach (var import in silent)
        {
            (import.State, import.EndedAt) = (V1.ImportState.Failed, now);
            (import.FailureEn, import.FailureZh) = import.AllOrNothing
                ? (EndedAsAWhole.En, EndedAsAWhole.Zh) : (Ended.En, Ended.Zh);
            var (id, ended) = (import.ImportId.ToString(), import.ToContract(Language.English));
            audit.AddOwn("imports.close", id, ended);
            // Nobody knows any more what it told last: it is no later than what has been told by now.
            outbox.Add(id, new V1.ImportFinished { Import = ended, Position = places });
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return silent.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Imports that fell silent could not be closed: {Reason}")]
    private partial void LogFailed(string reason);
}
