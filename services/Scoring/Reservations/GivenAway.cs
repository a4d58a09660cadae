using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Reservations;

/// <summary>
/// Reservations whose time is over by the clock of whoever gives their room to others. The mark is the last word: no
/// instance whose clock is behind confirms them any more. With those of the other members of the customers' groups.
/// </summary>
internal static class GivenAway
{
    // Those that somebody is ending at this moment are left out, for nothing must wait within a batch.
    private const string Sql =
        """
        UPDATE reservations SET given_away = true WHERE reservation_id IN (
            SELECT reservation_id FROM reservations WHERE state = 1 AND expires_at <= $2 AND NOT given_away
                AND customer_id IN (SELECT unnest($1) UNION SELECT m.customer_id FROM credit_accounts a
                    JOIN credit_accounts m ON m.group_id = a.group_id WHERE a.customer_id = ANY ($1))
            FOR UPDATE SKIP LOCKED)
        """;

    public static void AddTo(NpgsqlBatch batch, Guid[] customers, DateTimeOffset now) =>
        batch.Add(Sql).With(customers).With(now.UtcDateTime);
}
