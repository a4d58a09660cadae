using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Models;

/// <summary>Keeps the models.</summary>
internal sealed partial class ModelsService(
    ScoringDb db, ModelsInUse models, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.ModelsService.ModelsServiceBase
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>One decision at a time: the table is small, and two models must not be active.</summary>
    private async Task<ModelVersion> DecideOnAsync(int version, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"LOCK TABLE models IN SHARE ROW EXCLUSIVE MODE", ct);
        return await db.Set<ModelVersion>().SingleOrDefaultAsync(m => m.Version == version, ct)
               ?? throw NotFound(version);
    }

    private Task<ModelVersion?> InStateAsync(V1.ModelState state, CancellationToken ct) =>
        db.Set<ModelVersion>().SingleOrDefaultAsync(m => m.State == state, ct);

    private static Refusal NotFound(int version) =>
        Refuse.NotFound("model", version.ToString(CultureInfo.InvariantCulture));

    private static void RefuseActive(ModelVersion model)
    {
        if (model.State == V1.ModelState.Active)
        {
            throw Refuse.Precondition("MODEL_ACTIVE", new(
                "Customers are scored by this model; activate another one first.",
                "该模型正在使用中，请先启用其他模型。"));
        }
    }

    private static void RefuseRetired(ModelVersion model)
    {
        if (model.State == V1.ModelState.Retired)
            throw Refuse.Precondition("MODEL_RETIRED", new("The model is retired.", "该模型已停用。"));
    }
}
