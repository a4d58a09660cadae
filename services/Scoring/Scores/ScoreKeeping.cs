using Npgsql;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.GradeOverrides;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Hosting;

namespace Risk.Scoring.Scores;

/// <summary>
/// Writes scores, the grades that count and the events about both in the current transaction, which holds the
/// customers: see <see cref="StandingGrades"/>.
/// </summary>
internal sealed class ScoreKeeping(ServiceInfo service, TimeProvider clock)
{
    /// <summary>The entry of a score that the service gave of its own accord.</summary>
    public AuditEntry OwnEntry(V1.Score score) =>
        AuditEntry.FromService(service, "scores.rescore", score.CustomerId, score, clock);

    /// <summary>
    /// In one round trip; answers the scores as they are kept, with the manual overrides that count, and the place of
    /// the events in the log. Wake the relay and the sealer after the commit.
    /// </summary>
    public async Task<(IReadOnlyList<V1.Score> Kept, string Position)> AddAsync(
        NpgsqlConnection connection, IReadOnlyList<ScoredCustomer> scores, StandingGrades standing,
        Func<V1.Score, AuditEntry> audit, CancellationToken ct)
    {
        var (events, entries, kept) = (new List<OutboxRow>(), new List<AuditEntry>(), new List<V1.Score>());
        await using var batch = new NpgsqlBatch(connection);
        foreach (var scored in scores)
        {
            var contract = scored.Score.Explain(scored.Result, Overriding(scored, standing));
            kept.Add(contract);
            events.AddRange(Told(scored.Score, contract, standing));
            entries.Add(audit(contract));
            ScoreRows.AddTo(batch, scored.Score);
            if (scored.Beside is { } beside)
                ScoreRows.AddTo(batch, beside);
        }
        ScoreRows.AddGrades(batch, scores);
        GroupMembers.AskTo(batch, Turned(scores, standing), clock.GetUtcNow());
        AuditRows.AppendTo(batch, entries);
        OutboxRows.AppendTo(batch, events);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        return (kept, await OutboxRows.ReadPositionsAsync(rows, service.Name, ct));
    }

    /// <summary>
    /// The same for many, by COPY; tells only of the customers whose grade changes. Scores are kept by the values of
    /// their features, a tenth of an explanation, unless a person has overridden them.
    /// </summary>
    public async Task<PortfolioCount> AddManyAsync(
        NpgsqlConnection connection, IReadOnlyList<ScoredCustomer> scores, StandingGrades standing,
        CancellationToken ct)
    {
        if (scores.Count == 0)
            return default;
        var (events, changed) = (new List<OutboxRow>(), 0);
        foreach (var scored in scores)
        {
            var (score, result) = (scored.Score, scored.Result);
            var overridden = Overriding(scored, standing) is { } by ? score.Explain(result, by) : null;
            if (overridden is null)
                score.KeepValues(result);
            if (!IsChange(score, standing))
                continue;
            events.AddRange(Told(score, overridden ?? ScoreContract.Summary(score, result), standing));
            changed++;
        }
        await ScoreRows.CopyAsync(connection, [.. scores.Select(s => s.Score)], ct);
        await ScoreRows.CopyAsync(connection, [.. scores.Select(s => s.Beside).OfType<ChallengerScore>()], ct);
        if (events.Count > 0)
            await OutboxRows.CopyAsync(connection, events, service.Name, ct);
        await using var batch = new NpgsqlBatch(connection);
        ScoreRows.AddGrades(batch, scores);
        GroupMembers.AskTo(batch, Turned(scores, standing), clock.GetUtcNow());
        await batch.ExecuteNonQueryAsync(ct);
        return new(scores.Count, changed);
    }

    /// <summary>The override that made the grade; null when there is none.</summary>
    private static OverrideInForce? Overriding(ScoredCustomer scored, StandingGrades standing) =>
        standing.Overrides.TryGetValue(scored.Score.CustomerId, out var by) && scored.Score.Override(by, scored.Result)
            ? by
            : null;

    /// <summary>Those who have come into default, or out of it.</summary>
    private static List<Guid> Turned(IReadOnlyList<ScoredCustomer> scores, StandingGrades standing) =>
    [
        .. scores.Select(s => s.Score)
            .Where(s => IsChange(s, standing)
                && GroupMembers.IsTurn(standing.Grades.GetValueOrDefault(s.CustomerId)?.Grade, s.Grade))
            .Select(s => s.CustomerId),
    ];

    private static bool IsChange(Score score, StandingGrades standing) =>
        !standing.Grades.TryGetValue(score.CustomerId, out var former)
        || (former.IsReplacedBy(score) && former.Grade != score.Grade);

    private IEnumerable<OutboxRow> Told(Score score, V1.Score contract, StandingGrades standing)
    {
        yield return OutboxRow.From(contract.CustomerId, new V1.CustomerScored { Score = contract }, clock);
        if (!IsChange(score, standing))
            yield break;
        Grade? former = standing.Grades.TryGetValue(score.CustomerId, out var known) ? known.Grade : null;
        yield return OutboxRow.From(contract.CustomerId, new V1.GradeChanged
        {
            CustomerId = contract.CustomerId,
            FormerGrade = former.ToContract(),
            Grade = contract.Grade,
            Score = contract,
        }, clock);
    }
}
