using Npgsql;
using Risk.Scoring.Engine.Models;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Models;

/// <summary>
/// Publishes the model that comes with the software as version 1 at the first start; until then the service scores by
/// it all the same. Any number of instances may try.
/// </summary>
internal sealed partial class PublishShippedModel(
    NpgsqlDataSource source, ServiceInfo service, Sealer sealer, TimeProvider clock,
    ILogger<PublishShippedModel> logger) : BackgroundService
{
    private const string Publish =
        """
        INSERT INTO models (version, name, kind, state, definition, definition_sha256, reason, published_by,
            published_by_owner, published_at, activated_by, activated_by_owner, activated_at)
        SELECT $1, $2, 1, 2, $3, $4, $5, $6, $6, $7, '', '', $7
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
            catch (Exception failed) when (failed.IsOfDatabase())
            {
                LogFailed(failed);
            }
            await Task.Delay(TryAgainAfter, clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PublishAsync(CancellationToken ct)
    {
        var name = new ScoringModels().Champion.Frame.Name;
        var definition = ScoringModels.ShippedDefinition();
        var model = new ModelVersion(name, CustomerModelKind.ExpertScorecard, definition)
        {
            Version = ScoringModels.ShippedVersion,
            State = V1.ModelState.Active,
            Reason = "It comes with the software.",
            PublishedBy = service.Name,
            PublishedByOwner = service.Name,
            PublishedAt = clock.Now(),
        };
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Publish).With(model.Version).With(model.Name).With(model.Definition).With(model.DefinitionSha256)
            .With(model.Reason).With(model.PublishedBy).With(model.PublishedAt.UtcDateTime);
        if (await batch.ExecuteNonQueryAsync(ct) == 0)
            return;
        await AuditRows.CopyAsync(
            connection,
            [AuditEntry.FromService(service, "models.publish", "models", model.ToContract(), clock)], ct);
        await transaction.CommitAsync(ct);
        sealer.Wake();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The shipped model could not be published now")]
    private partial void LogFailed(Exception failure);
}
