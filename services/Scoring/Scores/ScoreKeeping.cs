using Microsoft.EntityFrameworkCore;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Scores;

/// <summary>
/// Adds scores, the grades that count and the events about both to the current transaction, which holds the customers'
/// rows: so two scores of one customer at once agree on which grade was the former one.
/// </summary>
internal sealed class ScoreKeeping(ScoringDb db, Outbox outbox)
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

    public async Task AddAsync(IReadOnlyCollection<ScoredCustomer> scores, CancellationToken ct)
    {
        Guid[] ids = [.. scores.Select(s => s.Score.CustomerId)];
        var grades = await db.Set<CustomerGrade>()
            .Where(g => ids.Contains(g.CustomerId))
            .ToDictionaryAsync(g => g.CustomerId, ct);
        foreach (var (score, beside) in scores)
        {
            db.Add(score);
            if (beside is not null)
                db.Add(beside);
            var contract = score.ToContract();
            outbox.Add(contract.CustomerId, new V1.CustomerScored { Score = contract });
            Grade(score, grades.GetValueOrDefault(score.CustomerId), contract);
        }
    }

    private void Grade(Score score, CustomerGrade? former, V1.Score contract)
    {
        if (former?.IsReplacedBy(score) == false)
            return;
        var formerGrade = former?.Grade;
        if (former is null)
            db.Add(CustomerGrade.Of(score));
        else
            former.Take(score);
        if (formerGrade == score.Grade)
            return;
        outbox.Add(contract.CustomerId, new V1.GradeChanged
        {
            CustomerId = contract.CustomerId,
            FormerGrade = formerGrade.ToContract(),
            Grade = contract.Grade,
            Score = contract,
        });
    }
}
