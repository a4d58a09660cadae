using Npgsql;
using NpgsqlTypes;

namespace Risk.Alerting.Webhooks;

/// <summary>A delivery that this instance has taken on, with what it needs.</summary>
internal sealed record ClaimedDelivery
{
    public required Guid SubscriptionId { get; init; }
    public required Guid MessageId { get; init; }
    public required int Attempt { get; init; }
    public required int AttemptInRow { get; init; }

    /// <summary>Of its subscription, since the last success.</summary>
    public required int Failures { get; init; }
    public required string Url { get; init; }
    public required byte[] Secret { get; init; }
    public required string TraceParent { get; init; }
    public required byte[] Body { get; init; }
}

/// <summary>What is to be delivered, as the instances share it: rows that one has taken are skipped by the others.
/// </summary>
internal static class DeliveryQueue
{
    // A target that fails is tried with one message at a time, so that it costs little.
    private const string ClaimSql =
        """
        WITH due AS (
            SELECT d.subscription_id, d.message_id, s.url, s.secret, s.failures
            FROM subscriptions s
            LEFT JOIN unnest($3::uuid[], $4::int[]) AS busy (subscription_id, count) USING (subscription_id)
            CROSS JOIN LATERAL (
                SELECT q.subscription_id, q.message_id FROM deliveries q
                WHERE q.subscription_id = s.subscription_id AND q.state = 1 AND q.due_at <= $1
                  AND (q.leased_until IS NULL OR q.leased_until <= $1)
                ORDER BY q.due_at
                LIMIT greatest(0, CASE WHEN s.failures > 0 THEN 1 ELSE $5 END - coalesce(busy.count, 0))
                FOR UPDATE SKIP LOCKED) d
            WHERE NOT s.disabled AND s.deleted_at IS NULL AND s.resume_at <= $1
            LIMIT $6)
        UPDATE deliveries d
        SET leased_until = $2, attempts = d.attempts + 1, attempts_in_row = d.attempts_in_row + 1
        FROM due JOIN messages m USING (message_id)
        WHERE d.subscription_id = due.subscription_id AND d.message_id = due.message_id
        RETURNING d.subscription_id, d.message_id, d.attempts, d.attempts_in_row, due.failures, due.url, due.secret,
            m.traceparent, m.body
        """;

    private const string NextSql =
        """
        SELECT min(greatest(d.due_at, s.resume_at))
        FROM subscriptions s
        CROSS JOIN LATERAL (
            SELECT q.due_at FROM deliveries q
            WHERE q.subscription_id = s.subscription_id AND q.state = 1 AND q.leased_until IS NULL
            ORDER BY q.due_at LIMIT 1) d
        WHERE NOT s.disabled AND s.deleted_at IS NULL
        """;

    private const string AttemptSql =
        """
        INSERT INTO attempts (subscription_id, attempt_id, message_id, number, attempted_at, status_code, error,
            duration_milliseconds, next_attempt_at)
        SELECT $1, $3, $2, $4, $5, $6, $7, $8, $9
        WHERE EXISTS (SELECT FROM deliveries WHERE subscription_id = $1 AND message_id = $2 FOR KEY SHARE)
        """;

    // Another instance may have taken it over meanwhile: then the delivery is that one's.
    private const string FinishSql =
        """
        UPDATE deliveries SET leased_until = NULL, state = $4, due_at = coalesce($5, due_at)
        WHERE subscription_id = $1 AND message_id = $2 AND attempts = $3
        """;

    // A target that takes something has rested enough.
    private const string HealthSql =
        """
        UPDATE subscriptions
        SET failures = CASE WHEN $2 THEN 0 ELSE failures + 1 END,
            resume_at = CASE WHEN $2 THEN created_at ELSE greatest(resume_at, $3) END
        WHERE subscription_id = $1 AND (NOT $2 OR failures > 0 OR resume_at > created_at)
        """;

    private const string GiveBackSql =
        """
        UPDATE deliveries
        SET leased_until = NULL, attempts = attempts - 1, attempts_in_row = attempts_in_row - 1,
            due_at = coalesce($4, due_at)
        WHERE subscription_id = $1 AND message_id = $2 AND attempts = $3
        """;

    /// <summary>Takes what is due, for each subscription as many as it may have at once.</summary>
    public static async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(
        NpgsqlDataSource source, DateTimeOffset now, DateTimeOffset leasedUntil, ClaimLimits limits,
        CancellationToken ct)
    {
        await using var command = source.CreateCommand(ClaimSql);
        Add(command.Parameters, now.UtcDateTime, leasedUntil.UtcDateTime);
        command.Parameters.Add(new()
        {
            Value = limits.Busy.Keys.ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
        });
        Add(command.Parameters, limits.Busy.Values.ToArray(), limits.PerTargetMax, limits.SlotsFree);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var claims = new List<ClaimedDelivery>();
        while (await rows.ReadAsync(ct))
        {
            claims.Add(new()
            {
                SubscriptionId = rows.GetGuid(0),
                MessageId = rows.GetGuid(1),
                Attempt = rows.GetInt32(2),
                AttemptInRow = rows.GetInt32(3),
                Failures = rows.GetInt32(4),
                Url = rows.GetString(5),
                Secret = rows.GetFieldValue<byte[]>(6),
                TraceParent = rows.GetString(7),
                Body = rows.GetFieldValue<byte[]>(8),
            });
        }
        return claims;
    }

    /// <summary>When there is something to do next; nothing when nothing waits.</summary>
    public static async Task<DateTimeOffset?> NextAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand(NextSql);
        return await command.ExecuteScalarAsync(ct) is DateTime next ? new DateTimeOffset(next) : null;
    }

    /// <summary>Keeps the attempt, what becomes of the delivery, and how the target fares.</summary>
    public static async Task FinishAsync(
        NpgsqlConnection connection, ClaimedDelivery claim, SendOutcome outcome, FurtherAttempts further,
        CancellationToken ct)
    {
        var next = further.NextAt;
        var state = outcome.Delivered ? Delivery.Delivered : next is null ? Delivery.GivenUp : Delivery.Pending;
        await using var batch = new NpgsqlBatch(connection);
        Command(batch, AttemptSql, claim.SubscriptionId, claim.MessageId, Guid.CreateVersion7(outcome.At),
            claim.Attempt, outcome.At.UtcDateTime, outcome.StatusCode, outcome.Error,
            (int)outcome.Duration.TotalMilliseconds, Time(next));
        Command(batch, FinishSql, claim.SubscriptionId, claim.MessageId, claim.Attempt, state, Time(next));
        Command(batch, HealthSql, claim.SubscriptionId, outcome.Delivered,
            further.RestUntil?.UtcDateTime ?? DateTime.UnixEpoch);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>As if it had not been taken: nothing is known of the attempt. It may be due later.</summary>
    public static async Task GiveBackAsync(
        NpgsqlDataSource source, ClaimedDelivery claim, DateTimeOffset? dueAt, CancellationToken ct)
    {
        await using var command = source.CreateCommand(GiveBackSql);
        Add(command.Parameters, claim.SubscriptionId, claim.MessageId, claim.Attempt, Time(dueAt));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Time(DateTimeOffset? time) =>
        new() { Value = (object?)time?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static void Command(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Add(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    private static void Add(NpgsqlParameterCollection parameters, params object[] values)
    {
        foreach (var value in values)
            parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
    }
}

/// <summary>When the message is tried again, unless it was tried last, and until when its target rests.</summary>
internal sealed record FurtherAttempts(DateTimeOffset? NextAt, DateTimeOffset? RestUntil)
{
    public static FurtherAttempts None { get; } = new(null, null);
}

/// <summary>How much may be taken: in all, for one target, and what each has already.</summary>
internal sealed record ClaimLimits(int SlotsFree, int PerTargetMax, IReadOnlyDictionary<Guid, int> Busy);
