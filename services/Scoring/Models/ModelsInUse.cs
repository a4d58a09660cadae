using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Npgsql;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Models;
using Risk.Scoring.Engine.Scorecards;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Models;

/// <summary>What scores customers at a moment: the active model, and the challenger if there is one.</summary>
internal sealed record UsedModels(ICustomerModel Champion, ICustomerModel? Challenger, ILogger Log)
{
    /// <summary>Null when no challenger gives a score; what fails in it is recorded and no more.</summary>
    public ScoreResult? Challenge(FactSheet facts)
    {
        try
        {
            return Challenger?.Score(facts).Result;
        }
        catch (Exception failed)
        {
            ModelsInUse.LogChallengerFailed(Log, Challenger!.Frame.Version, failed);
            return null;
        }
    }
}

/// <summary>The versions in use; null where there is none.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UsedVersions(int? Champion, int? Challenger);

/// <summary>
/// The models by version. Which ones are in use is read with every batch of scores, so that an activated model counts
/// at once in every instance; what a version says never changes and is kept.
/// </summary>
internal sealed partial class ModelsInUse(ScoringModels shipped, ILogger<ModelsInUse> logger)
{
    private const string VersionsSql =
        "SELECT max(version) FILTER (WHERE state = 2), max(version) FILTER (WHERE state = 3) FROM models "
        + "WHERE state IN (2, 3)";

    private const string DefinitionSql = "SELECT name, definition FROM models WHERE version = $1";

    private readonly ConcurrentDictionary<int, ICustomerModel> known = new();

    public async Task<UsedModels> NowAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        UsedVersions versions;
        await using (var command = new NpgsqlCommand(VersionsSql, connection))
        await using (var rows = await command.ExecuteReaderAsync(ct))
            versions = await ReadAsync(rows, ct);
        return await OfAsync(connection, versions, ct);
    }

    /// <summary>Adds one statement, whose result <see cref="ReadAsync"/> reads.</summary>
    public static void AddTo(NpgsqlBatch batch) => batch.Add(VersionsSql);

    public static async Task<UsedVersions> ReadAsync(NpgsqlDataReader rows, CancellationToken ct)
    {
        await rows.ReadAsync(ct);
        return new(rows.Nullable<int>(0), rows.Nullable<int>(1));
    }

    /// <summary>Asks the database only for a model that this instance has not used before.</summary>
    public async Task<UsedModels> OfAsync(NpgsqlConnection connection, UsedVersions versions, CancellationToken ct) =>
        new(
            versions.Champion is { } used
                ? await OfAsync(connection, used, ct) ?? shipped.Champion
                : shipped.Champion,
            versions.Challenger is { } beside ? await OfAsync(connection, beside, ct) : null,
            logger);

    /// <summary>Null when there is no such version.</summary>
    public async Task<ICustomerModel?> OfAsync(NpgsqlConnection connection, int version, CancellationToken ct)
    {
        if (version == ScoringModels.ShippedVersion)
            return shipped.Champion;
        if (known.TryGetValue(version, out var model))
            return model;
        await using var command = new NpgsqlCommand(DefinitionSql, connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = version } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            ? known[version] = Read(new(rows.GetString(0), version), rows.GetFieldValue<byte[]>(1)).Model
            : null;
    }

    /// <summary>With the rules that come with the software where the model has none of its own.</summary>
    public ReadModel Read(ModelName name, ReadOnlyMemory<byte> definition) =>
        CustomerModels.Read(name, definition, shipped.Champion.Frame.Rules);

    [LoggerMessage(Level = LogLevel.Error, Message = "The challenger, model {Version}, failed; the score stands")]
    internal static partial void LogChallengerFailed(ILogger logger, int version, Exception failure);
}
