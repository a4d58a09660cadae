using Npgsql;
using Risk.Scoring.Models;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Scores;

/// <summary>
/// Scores a batch of customers on the facts held now, with a handful of round trips. It reckons first and locks
/// afterwards, so that callers who score one of them hardly wait.
/// </summary>
internal sealed class RescoreBatch(
    NpgsqlDataSource source, ModelsInUse models, ScoreKeeping keeping, Relay relay, Sealer sealer, TimeProvider clock)
{
    /// <summary>Answers the customers that somebody else held, and that are not scored therefore.</summary>
    public async Task<IReadOnlyList<Guid>> ScoreAsync(IReadOnlyList<RescoreClaim> claims, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var moment = ScoringMoment.Of(clock.GetUtcNow(), day: null);
        Guid[] ids = [.. claims.Select(c => c.CustomerId).Order()];
        var triggers = claims.ToDictionary(c => c.CustomerId, c => c.Trigger);
        var (sheets, used) = await ScoringInput.ReadAsync(connection, models, ids, moment.Day, ct);
        var scores = sheets
            .Select(s => ScoredCustomer.Of(s.Key, s.Value, used, triggers[s.Key], moment))
            .OfType<ScoredCustomer>()
            .ToList();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var standing = await StandingGrades.HoldFreeAsync(connection, ids, ct);
        List<ScoredCustomer> due = [.. scores.Where(s => IsDue(s, standing))];
        if (due.Count > 0)
            await keeping.AddAsync(connection, due, standing, keeping.OwnEntry, ct);
        var held = claims.Where(c => standing.Held.Contains(c.CustomerId) || !sheets.ContainsKey(c.CustomerId));
        await RescoreQueue.FinishAsync(connection, [.. held], ct);
        await transaction.CommitAsync(ct);
        relay.Wake();
        sealer.Wake();
        return [.. sheets.Keys.Where(id => !standing.Held.Contains(id))];
    }

    /// <summary>Not when somebody has asked for the score meanwhile, on the same facts.</summary>
    private static bool IsDue(ScoredCustomer scored, StandingGrades standing) =>
        standing.Held.Contains(scored.Score.CustomerId)
        && !(standing.Grades.TryGetValue(scored.Score.CustomerId, out var former)
            && scored.Score.Trigger is ScoreTrigger.FactsChanged or ScoreTrigger.TimePassed
            && former.RestsOn(scored.Basis, scored.Score.AsOfDay));
}
