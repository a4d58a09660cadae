using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.GradeOverrides;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Scores;

/// <summary>
/// Adds scores, the grades that count and the events about both to the current transaction, which holds the customers'
/// rows: so two scores of one customer at once agree on which grade was the former one.
/// </summary>
internal sealed class ScoreKeeping(ScoringDb db, Outbox outbox, TimeProvider clock)
{
    /// <summary>Waits for whoever holds the customer.</summary>
    public Task<int> LockAsync(Guid customerId, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"SELECT 1 FROM customers WHERE customer_id = {customerId} FOR NO KEY UPDATE", ct);

    /// <summary>
    /// Waits for nobody, so that many customers at once make no deadlock; answers those that it has locked.
    /// </summary>
    public Task<List<Guid>> LockFreeAsync(Guid[] customerIds, CancellationToken ct) =>
        db.Database.SqlQuery<Guid>(
            $"""
            SELECT customer_id AS "Value" FROM customers WHERE customer_id = ANY({customerIds})
            FOR NO KEY UPDATE SKIP LOCKED
            """).ToListAsync(ct);

    /// <summary>Answers the scores as they are kept: with the manual overrides that count.</summary>
    public async Task<IReadOnlyList<Score>> AddAsync(IReadOnlyCollection<ScoredCustomer> scores, CancellationToken ct)
    {
        foreach (var (score, result, _) in scores)
            score.Explain(result);
        var kept = await OverriddenAsync(scores, ct);
        var grades = await FormerAsync(db.Set<CustomerGrade>(), kept, ct);
        foreach (var score in kept)
        {
            db.Add(score);
            var contract = score.ToContract();
            outbox.Add(contract.CustomerId, new V1.CustomerScored { Score = contract });
            Grade(score, grades.GetValueOrDefault(score.CustomerId), contract);
        }
        db.AddRange(scores.Select(s => s.Beside).OfType<ChallengerScore>());
        return kept;
    }

    /// <summary>
    /// The same for many, by COPY; tells only of the customers whose grade changes. The others' scores are kept by the
    /// values of their features, a tenth of an explanation.
    /// </summary>
    public async Task<PortfolioCount> AddManyAsync(
        IReadOnlyCollection<ScoredCustomer> scores, string producer, CancellationToken ct)
    {
        if (scores.Count == 0)
            return default;
        foreach (var (score, result, _) in scores)
            score.KeepValues(result);
        var kept = await OverriddenAsync(scores, ct);
        var grades = await FormerAsync(db.Set<CustomerGrade>().AsNoTracking(), kept, ct);
        var changed = scores.Where(s => IsChange(s.Score, grades.GetValueOrDefault(s.Score.CustomerId))).ToList();
        foreach (var (score, result, _) in changed.Where(s => s.Score.FeatureValues is not null))
            score.Explain(result);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await ScoreRows.CopyAsync(connection, kept, ct);
        await ScoreRows.CopyAsync(connection, [.. scores.Select(s => s.Beside).OfType<ChallengerScore>()], ct);
        await using var batch = new NpgsqlBatch(connection);
        ScoreRows.AddGrades(batch, kept);
        await batch.ExecuteNonQueryAsync(ct);
        var told = changed.SelectMany(s => Told(s.Score, grades.GetValueOrDefault(s.Score.CustomerId)?.Grade));
        if (changed.Count > 0)
            await OutboxRows.CopyAsync(connection, told, producer, ct);
        return new(kept.Count, changed.Count);
    }

    private async Task<List<Score>> OverriddenAsync(IReadOnlyCollection<ScoredCustomer> scores, CancellationToken ct)
    {
        Guid[] ids = [.. scores.Select(s => s.Score.CustomerId)];
        var overrides = await db.Set<GradeOverride>().AsNoTracking()
            .Where(o => ids.Contains(o.CustomerId) && o.State == V1.GradeOverrideState.Active)
            .ToDictionaryAsync(o => o.CustomerId, ct);
        foreach (var (score, result, _) in scores)
        {
            if (overrides.TryGetValue(score.CustomerId, out var by))
                score.Override(by, result);
        }
        return [.. scores.Select(s => s.Score)];
    }

    private static Task<Dictionary<Guid, CustomerGrade>> FormerAsync(
        IQueryable<CustomerGrade> grades, List<Score> scores, CancellationToken ct)
    {
        Guid[] ids = [.. scores.Select(s => s.CustomerId)];
        return grades.Where(g => ids.Contains(g.CustomerId)).ToDictionaryAsync(g => g.CustomerId, ct);
    }

    private void Grade(Score score, CustomerGrade? former, V1.Score contract)
    {
        var (isChange, formerGrade) = (IsChange(score, former), former?.Grade);
        if (former is null)
            db.Add(CustomerGrade.Of(score));
        else if (former.IsReplacedBy(score))
            former.Take(score);
        if (isChange)
            outbox.Add(contract.CustomerId, ChangeOf(contract, formerGrade));
    }

    private static bool IsChange(Score score, CustomerGrade? former) =>
        former is null || (former.IsReplacedBy(score) && former.Grade != score.Grade);

    private IEnumerable<OutboxRow> Told(Score score, Grade? former)
    {
        var contract = score.ToContract();
        yield return OutboxRow.From(contract.CustomerId, new V1.CustomerScored { Score = contract }, clock);
        yield return OutboxRow.From(contract.CustomerId, ChangeOf(contract, former), clock);
    }

    private static V1.GradeChanged ChangeOf(V1.Score contract, Grade? former) => new()
    {
        CustomerId = contract.CustomerId,
        FormerGrade = former.ToContract(),
        Grade = contract.Grade,
        Score = contract,
    };
}
