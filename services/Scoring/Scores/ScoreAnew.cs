using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.CustomerFacts;
using Risk.Scoring.Models;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;

namespace Risk.Scoring.Scores;

/// <summary>Scores a customer within a transaction that has changed what its score rests on.</summary>
internal sealed class ScoreAnew(
    ScoringDb db, ModelsInUse models, ScoreKeeping keeping, AuditLog audit, TimeProvider clock)
{
    /// <summary>Waits for whoever holds the customer.</summary>
    public Task<int> LockAsync(Guid customerId, CancellationToken ct) => keeping.LockAsync(customerId, ct);

    /// <summary>Nothing is kept when the model gives no score on what is known.</summary>
    public async Task ScoreAsync(Guid customerId, ScoreTrigger trigger, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var moment = ScoringMoment.Of(clock.GetUtcNow(), day: null);
        var facts = await FactSheets.ReadAsync(connection, [customerId], moment.Day, ct);
        var used = await models.NowAsync(connection, ct);
        if (!facts.TryGetValue(customerId, out var sheet)
            || ScoredCustomer.Of(customerId, sheet, used, trigger, moment) is not { } scored)
        {
            return;
        }
        foreach (var score in await keeping.AddAsync([scored], ct))
            audit.AddOwn("scores.rescore", score.CustomerId.ToString(), score.ToContract());
        await db.SaveChangesAsync(ct);
    }
}
