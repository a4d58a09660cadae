using Npgsql;
using Risk.Scoring.Engine.Facts;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.Models;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>
/// Looks, once a day, through the customers without open items whose score is of a day before: statements and court
/// records grow older and leave their windows though no event says so. Reckons in memory, and asks for those whom the
/// day has changed, or whose score is a week old.
/// </summary>
internal sealed class AgedScores(NpgsqlDataSource source, ModelsInUse models, TimeProvider clock)
{
    private const int CustomersMax = 500;
    private static readonly TimeSpan RenewedAfter = TimeSpan.FromDays(7);

    // Shorter than Postgres takes to look for deadlocks: this gives way, never an event that is being applied.
    private const string HoldSql =
        """
        SELECT CASE WHEN day < $1 THEN '00000000-0000-0000-0000-000000000000' ELSE last_customer_id END
        FROM day_looks, set_config('lock_timeout', '200ms', true) FOR UPDATE OF day_looks SKIP LOCKED
        """;

    private const string NextSql =
        """
        SELECT g.customer_id, s.points, s.ruled_grade, s.confidence, s.payment_index, g.as_of
        FROM customer_grades g JOIN scores s USING (score_id)
        WHERE g.customer_id > $1 AND g.as_of < $2
          AND NOT EXISTS (SELECT FROM open_items i WHERE i.customer_id = g.customer_id)
        ORDER BY g.customer_id LIMIT $3
        """;

    private const string AskSql =
        """
        INSERT INTO rescore_queue (customer_id, first_at, due_at, changes, trigger)
        SELECT customer_id, $2, $2, 1, $3 FROM unnest($1) AS aged (customer_id)
        ON CONFLICT (customer_id) DO NOTHING
        """;

    private const string AdvanceSql = "UPDATE day_looks SET day = $1, last_customer_id = $2";

    /// <summary>The next customers of the day; false when there are no more, or another instance is at it.</summary>
    public async Task<bool> LookAsync(DateOnly today, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await HoldAsync(connection, today, ct) is not { } last)
            return false;
        var next = await NextAsync(connection, last, today, ct);
        if (next.Count > 0)
            await AskAsync(connection, await ChangedAsync(connection, next, today, ct), ct);
        var isLast = next.Count < CustomersMax;
        await using var advance = new NpgsqlBatch(connection);
        var row = advance.Add(AdvanceSql).With(today);
        row.Parameters.Add(new() { Value = isLast ? DBNull.Value : next[^1].CustomerId });
        await advance.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return !isLast;
    }

    private static async Task<Guid?> HoldAsync(NpgsqlConnection connection, DateOnly today, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(HoldSql).With(today);
        return await batch.ExecuteScalarAsync(ct) as Guid?;
    }

    private static async Task<List<AgedScore>> NextAsync(
        NpgsqlConnection connection, Guid last, DateOnly today, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(NextSql).With(last).With(today.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)).With(CustomersMax);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var next = new List<AgedScore>();
        while (await rows.ReadAsync(ct))
        {
            next.Add(new(rows.GetGuid(0), rows.GetInt32(1), (Grade?)rows.Nullable<short>(2), rows.GetDecimal(3))
            {
                PaymentIndex = rows.Nullable<decimal>(4),
                AsOf = rows.Instant(5),
            });
        }
        return next;
    }

    private async Task<Guid[]> ChangedAsync(
        NpgsqlConnection connection, List<AgedScore> aged, DateOnly today, CancellationToken ct)
    {
        var input = await ScoringInput.ReadAsync(connection, models, [.. aged.Select(a => a.CustomerId)], today, ct);
        var renewed = clock.GetUtcNow() - RenewedAfter;
        return
        [
            .. aged.Where(a => a.AsOf <= renewed
                    || (input.Sheets.TryGetValue(a.CustomerId, out var sheet) && IsChanged(a, sheet, input.Models)))
                .Select(a => a.CustomerId),
        ];
    }

    /// <summary>Who cannot be scored is left to the queue, which says so.</summary>
    private static bool IsChanged(AgedScore aged, FactSheet facts, UsedModels models)
    {
        try
        {
            return models.Champion.Score(facts).Result is { } result
                && !aged.Says(result, ScoredCustomer.IndexOf(facts));
        }
        catch (ArithmeticException)
        {
            return true;
        }
    }

    private async Task AskAsync(NpgsqlConnection connection, Guid[] changed, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(AskSql).With(changed).With(clock.GetUtcNow().UtcDateTime).With((short)ScoreTrigger.TimePassed);
        await batch.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>What the score that counts says.</summary>
internal sealed record AgedScore(Guid CustomerId, int Points, Grade? RuledGrade, decimal Confidence)
{
    public decimal? PaymentIndex { get; init; }

    public required DateTimeOffset AsOf { get; init; }

    public bool Says(ScoreResult result, decimal? paymentIndex) =>
        (Points, RuledGrade) == (result.Points, result.Grade)
        && (Confidence, PaymentIndex) == (result.Confidence, paymentIndex);
}
