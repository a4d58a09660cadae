using Npgsql;
using Risk.Scoring.Engine.Scorecards;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Scores;

/// <summary>
/// Whether the head of a group is in default is a fact about its members: when that changes, theirs have changed.
/// </summary>
internal static class GroupMembers
{
    private const string AskSql =
        """
        WITH members AS (
            SELECT customer_id FROM customers WHERE parent_customer_id = ANY($1) ORDER BY customer_id),
        counted AS (
            INSERT INTO facts_versions AS known (customer_id, version) SELECT customer_id, 1 FROM members
            ON CONFLICT (customer_id) DO UPDATE SET version = known.version + 1)
        INSERT INTO rescore_queue AS asked (customer_id, first_at, due_at, changes, trigger)
        SELECT customer_id, $2, $2, 1, $3 FROM members
        ON CONFLICT (customer_id) DO UPDATE SET due_at = least(asked.due_at, excluded.due_at),
            changes = asked.changes + 1, claimed_until = NULL
        """;

    public static bool IsTurn(Grade? former, Grade grade) => former == Grade.D != (grade == Grade.D);

    /// <summary>Has the members of these heads scored anew.</summary>
    public static void AskTo(NpgsqlBatch batch, IReadOnlyCollection<Guid> heads, DateTimeOffset now)
    {
        if (heads.Count > 0)
            batch.Add(AskSql).With(heads.ToArray()).With(now.UtcDateTime).With((short)ScoreTrigger.FactsChanged);
    }
}
