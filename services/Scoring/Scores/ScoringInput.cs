using Npgsql;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Models;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>What customers are scored on: the facts of those who are known, and the models in use.</summary>
internal sealed record ScoringInput(IReadOnlyDictionary<Guid, FactSheet> Sheets, UsedModels Models)
{
    /// <summary>
    /// For statements that look for few customers by their ids: by its own count Postgres finds it cheaper to plan them
    /// anew each time, which takes ten times as long as running them. It ends with the use of the connection.
    /// </summary>
    public const string PlannedOnce = "plan_cache_mode = force_generic_plan";

    /// <summary>In one round trip, without locking anybody.</summary>
    public static async Task<ScoringInput> ReadAsync(
        NpgsqlConnection connection, ModelsInUse models, Guid[] customerIds, DateOnly day, CancellationToken ct)
    {
        UsedVersions versions;
        IReadOnlyDictionary<Guid, FactSheet> sheets;
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add($"SET {PlannedOnce}");
            AddTo(batch, customerIds, day);
            await using var rows = await batch.ExecuteReaderAsync(ct);
            (versions, sheets) = await ReadAsync(rows, day, ct);
        }
        return new(sheets, await models.OfAsync(connection, versions, ct));
    }

    /// <summary>
    /// Holds a customer, waiting for whoever holds it, and then reads: so nothing that others write about its score
    /// comes between.
    /// </summary>
    public static async Task<(StandingGrades Standing, ScoringInput Input)> HoldAsync(
        NpgsqlConnection connection, ModelsInUse models, Guid customerId, DateOnly day, CancellationToken ct)
    {
        StandingGrades standing;
        UsedVersions versions;
        IReadOnlyDictionary<Guid, FactSheet> sheets;
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.Add($"SET LOCAL {PlannedOnce}");
            StandingGrades.AddOneTo(batch, customerId);
            AddTo(batch, [customerId], day);
            await using var rows = await batch.ExecuteReaderAsync(ct);
            standing = await StandingGrades.ReadOneAsync(rows, customerId, ct);
            await rows.NextResultAsync(ct);
            (versions, sheets) = await ReadAsync(rows, day, ct);
        }
        return (standing, new(sheets, await models.OfAsync(connection, versions, ct)));
    }

    private static void AddTo(NpgsqlBatch batch, Guid[] customerIds, DateOnly day)
    {
        ModelsInUse.AddTo(batch);
        FactSheets.AddTo(batch, customerIds, day);
    }

    private static async Task<(UsedVersions Versions, IReadOnlyDictionary<Guid, FactSheet> Sheets)> ReadAsync(
        NpgsqlDataReader rows, DateOnly day, CancellationToken ct)
    {
        var versions = await ModelsInUse.ReadAsync(rows, ct);
        await rows.NextResultAsync(ct);
        return (versions, await FactSheets.ReadAsync(rows, day, ct));
    }
}
