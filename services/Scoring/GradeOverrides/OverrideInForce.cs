using Npgsql;
using Risk.Scoring.Engine.Scorecards;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.GradeOverrides;

/// <summary>A manual override that is in force, as a score takes it.</summary>
internal sealed record OverrideInForce(Guid GradeOverrideId, Grade Grade)
{
    private const string Sql =
        """
        SELECT customer_id, grade_override_id, grade, (decided_at AT TIME ZONE 'UTC')::date, valid_until, reason,
            proposed_by, decided_by
        FROM grade_overrides WHERE customer_id = ANY($1) AND state = 2
        """;

    public required DateOnly ApprovedOn { get; init; }

    /// <summary>The last day on which it counts, UTC.</summary>
    public required DateOnly ValidUntil { get; init; }

    public required string Reason { get; init; }

    public required string ProposedBy { get; init; }

    public required string ApprovedBy { get; init; }

    /// <summary>A score as of a day before the approval, or after the last day, is the model's own.</summary>
    public bool CountsOn(DateOnly day) => ApprovedOn <= day && day <= ValidUntil;

    /// <summary>Adds one statement, whose result <see cref="ReadAsync"/> reads.</summary>
    public static void AddTo(NpgsqlBatch batch, Guid[] customerIds) => batch.Add(Sql).With(customerIds);

    /// <summary>By customer.</summary>
    public static async Task<IReadOnlyDictionary<Guid, OverrideInForce>> ReadAsync(
        NpgsqlDataReader rows, CancellationToken ct)
    {
        var all = new Dictionary<Guid, OverrideInForce>();
        while (await rows.ReadAsync(ct))
        {
            all[rows.GetGuid(0)] = new(rows.GetGuid(1), (Grade)rows.GetInt16(2))
            {
                ApprovedOn = rows.GetFieldValue<DateOnly>(3),
                ValidUntil = rows.GetFieldValue<DateOnly>(4),
                Reason = rows.GetString(5),
                ProposedBy = rows.GetString(6),
                ApprovedBy = rows.GetString(7),
            };
        }
        return all;
    }
}
