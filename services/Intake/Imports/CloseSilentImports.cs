using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Intake.Storage;
using Risk.Intake.Values;

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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        do
        {
            try
            {
                await CloseAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is NpgsqlException or InvalidOperationException)
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
        var now = clock.Now();
        var silentSince = now - SilenceMax;
        return await db.Imports.Where(i => i.State == V1.ImportState.Running && i.BeatAt < silentSince)
            .ExecuteUpdateAsync(i => i
                .SetProperty(x => x.State, V1.ImportState.Failed)
                .SetProperty(x => x.EndedAt, now)
                .SetProperty(x => x.FailureEn,
                    "The process that imported it has ended. "
                    + "What is counted as recorded is kept; import the file again for the rest.")
                .SetProperty(x => x.FailureZh, "执行导入的进程已结束。已计为登记的行已保存；请重新导入文件以完成其余部分。"),
                cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Imports that fell silent could not be closed: {Reason}")]
    private partial void LogFailed(string reason);
}
