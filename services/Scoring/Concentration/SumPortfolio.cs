using Npgsql;
using Risk.Scoring.Policies;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Concentration;

/// <summary>
/// Sums the portfolio up every few seconds while the policy in force has caps. Of several instances the one that comes
/// first does it for all.
/// </summary>
internal sealed partial class SumPortfolio(
    NpgsqlDataSource database, PoliciesInForce policies, ConcentrationSettings settings, TimeProvider clock,
    ILogger<SumPortfolio> logger) : BackgroundService
{
    private TimeSpan Interval => TimeSpan.FromSeconds(settings.RefreshSeconds);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await SumUpAsync(stoppingToken);
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SumUpAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if ((await policies.NowAsync(connection, ct)).Caps.IsEmpty)
            return;
        var now = clock.GetUtcNow();
        await using var asked = new NpgsqlCommand("SELECT as_of FROM portfolio_sums", connection);
        if (await asked.ExecuteScalarAsync(ct) is DateTime last && last > (now - (Interval / 2)).UtcDateTime)
            return;
        await PortfolioRows.SumUpAsync(connection, now, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The portfolio could not be summed up now")]
    private partial void LogFailed(Exception failed);
}
