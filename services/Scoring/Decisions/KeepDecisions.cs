using Google.Protobuf;
using Npgsql;
using Risk.Scoring.Orders;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Decisions;

/// <summary>
/// Makes the months of the decision log ahead of time, drops those that are too old, and keeps the shipped rules.
/// </summary>
internal sealed partial class KeepDecisions(
    NpgsqlDataSource database, DecisionSettings settings, TimeProvider clock, ILogger<KeepDecisions> logger)
    : BackgroundService
{
    private const int MonthsAhead = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await KeepAsync(stoppingToken);
            }
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogFailed(failed);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task KeepAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("INSERT INTO shipped_policies (version, rules) VALUES ($1, $2) ON CONFLICT (version) DO NOTHING")
            .With(OrderRules.ShippedVersion).With(OrderRules.ShippedRules().ToByteArray());
        batch.Add("SELECT ensure_decision_months($1)").With(MonthsAhead);
        batch.Add("SELECT drop_decision_months($1)").With(settings.KeepMonths);
        await batch.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The months of the decision log could not be kept now")]
    private partial void LogFailed(Exception failed);
}
