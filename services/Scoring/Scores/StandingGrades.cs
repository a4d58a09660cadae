using Npgsql;
using Risk.Scoring.Engine.Scorecards;
using Risk.Scoring.GradeOverrides;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>
/// The grades that count, and the manual overrides, of customers whom the transaction holds: so two scores of one
/// customer at once agree on which grade was the former one. A customer is held by the row of its grade, and by its
/// own as long as it has none; whoever scores a single customer holds both.
/// </summary>
internal sealed record StandingGrades(
    IReadOnlySet<Guid> Held, IReadOnlyDictionary<Guid, CustomerGrade> Grades,
    IReadOnlyDictionary<Guid, OverrideInForce> Overrides)
{
    private const string Columns =
        "customer_id, score_id, grade, points, payment_index, as_of, scored_at, facts_version, champion_version, "
        + "challenger_version, software";

    private const string HoldOne = "SELECT 1 FROM customers WHERE customer_id = $1 FOR NO KEY UPDATE";

    private const string HoldGradeOfOne =
        $"SELECT {Columns} FROM customer_grades WHERE customer_id = ANY($1) FOR NO KEY UPDATE";

    // Sorted, and nobody is waited for: so many customers at once make no deadlock.
    private const string HoldUngraded =
        """
        SELECT customer_id FROM customers c WHERE customer_id = ANY($1)
          AND NOT EXISTS (SELECT FROM customer_grades g WHERE g.customer_id = c.customer_id)
        FOR NO KEY UPDATE SKIP LOCKED
        """;

    private const string HoldGrades = HoldGradeOfOne + " SKIP LOCKED";

    /// <summary>
    /// Waits for whoever holds the customer. Adds three statements; <see cref="ReadOneAsync"/> reads their results.
    /// </summary>
    public static void AddOneTo(NpgsqlBatch batch, Guid customerId)
    {
        batch.Add(HoldOne).With(customerId);
        batch.Add(HoldGradeOfOne).With(new[] { customerId });
        OverrideInForce.AddTo(batch, [customerId]);
    }

    /// <summary>The reader stands on the first of the results, and afterwards on the last one.</summary>
    public static async Task<StandingGrades> ReadOneAsync(
        NpgsqlDataReader rows, Guid customerId, CancellationToken ct)
    {
        await rows.NextResultAsync(ct);
        var grades = await ReadGradesAsync(rows, ct);
        await rows.NextResultAsync(ct);
        return new(new HashSet<Guid> { customerId }, grades, await OverrideInForce.ReadAsync(rows, ct));
    }

    public static async Task<StandingGrades> HoldOneAsync(
        NpgsqlConnection connection, Guid customerId, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        AddOneTo(batch, customerId);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        return await ReadOneAsync(rows, customerId, ct);
    }

    /// <summary>Waits for nobody: leaves out those whom somebody else holds.</summary>
    public static async Task<StandingGrades> HoldFreeAsync(
        NpgsqlConnection connection, Guid[] customerIds, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(HoldUngraded).With(customerIds);
        batch.Add(HoldGrades).With(customerIds);
        OverrideInForce.AddTo(batch, customerIds);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var held = new HashSet<Guid>();
        while (await rows.ReadAsync(ct))
            held.Add(rows.GetGuid(0));
        await rows.NextResultAsync(ct);
        var grades = await ReadGradesAsync(rows, ct);
        held.UnionWith(grades.Keys);
        await rows.NextResultAsync(ct);
        return new(held, grades, await OverrideInForce.ReadAsync(rows, ct));
    }

    private static async Task<Dictionary<Guid, CustomerGrade>> ReadGradesAsync(
        NpgsqlDataReader rows, CancellationToken ct)
    {
        var grades = new Dictionary<Guid, CustomerGrade>();
        while (await rows.ReadAsync(ct))
        {
            var id = rows.GetGuid(0);
            grades.Add(id, new()
            {
                CustomerId = id,
                ScoreId = rows.GetGuid(1),
                Grade = (Grade)rows.GetInt16(2),
                Points = rows.GetInt32(3),
                PaymentIndex = rows.Nullable<decimal>(4),
                AsOf = rows.Instant(5),
                ScoredAt = rows.Instant(6),
                FactsVersion = rows.Nullable<long>(7),
                ChampionVersion = rows.Nullable<int>(8),
                ChallengerVersion = rows.Nullable<int>(9),
                Software = rows.Nullable<Guid>(10),
            });
        }
        return grades;
    }
}
