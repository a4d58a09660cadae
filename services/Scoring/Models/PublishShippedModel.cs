using System.Security.Cryptography;
using Npgsql;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Scoring.Models;

/// <summary>
/// Publishes the model that comes with the software as version 1 at the first start; until then the service scores by
/// it all the same. Any number of instances may try.
/// </summary>
internal sealed partial class PublishShippedModel(
    NpgsqlDataSource source, ServiceInfo service, TimeProvider clock, ILogger<PublishShippedModel> logger)
    : BackgroundService
{
    private const string Publish =
        """
        INSERT INTO models (version, name, kind, state, definition, definition_sha256, reason, published_by,
            published_by_owner, published_at, activated_by, activated_by_owner, activated_at)
        SELECT $1, $2, 1, 2, $3, $4, 'It comes with the software.', $5, $5, $6, '', '', $6
        WHERE NOT EXISTS (SELECT FROM models WHERE version = $1)
        ON CONFLICT DO NOTHING
        """;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PublishAsync(stoppingToken);
                return;
            }
            catch (NpgsqlException failed)
            {
                LogFailed(failed);
            }
            await Task.Delay(TryAgainAfter, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        var definition = ScoringModels.ShippedDefinition();
        await using var command = source.CreateCommand(Publish);
        command.Parameters.Add(new() { Value = ScoringModels.ShippedVersion });
        command.Parameters.Add(new() { Value = new ScoringModels().Champion.Frame.Name });
        command.Parameters.Add(new() { Value = definition });
        command.Parameters.Add(new() { Value = SHA256.HashData(definition) });
        command.Parameters.Add(new() { Value = service.Name });
        command.Parameters.Add(new() { Value = clock.GetUtcNow().UtcDateTime });
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The shipped model could not be published now")]
    private partial void LogFailed(Exception failure);
}
