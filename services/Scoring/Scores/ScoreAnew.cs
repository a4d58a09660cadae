using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Models;
using Risk.Scoring.Storage;

namespace Risk.Scoring.Scores;

/// <summary>
/// Scores a customer within the transaction of the scoped database, which has changed what its score rests on.
/// </summary>
internal sealed class ScoreAnew(
    ScoringDb db, ModelsInUse models, ScoreKeeping keeping, TimeProvider clock)
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>Waits for whoever holds the customer.</summary>
    public Task LockAsync(Guid customerId, CancellationToken ct) =>
        StandingGrades.HoldOneAsync(Connection, customerId, ct);

    /// <summary>Nothing is kept when the model gives no score on what is known.</summary>
    public async Task ScoreAsync(Guid customerId, ScoreTrigger trigger, CancellationToken ct)
    {
        var moment = ScoringMoment.Of(clock.GetUtcNow(), day: null);
        var (standing, input) = await ScoringInput.HoldAsync(Connection, models, customerId, moment.Day, ct);
        if (input.Sheets.TryGetValue(customerId, out var sheet)
            && ScoredCustomer.Of(customerId, sheet, input.Models, trigger, moment) is { } scored)
        {
            await keeping.AddAsync(Connection, [scored], standing, keeping.OwnEntry, ct);
            db.TellAfterCommit();
        }
    }
}
