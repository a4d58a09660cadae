using Npgsql;
using Risk.Scoring.Conditions;
using Risk.Scoring.Covers;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>Reads conditions, covers, later orders and groups of customers; most have none.</summary>
internal static class StandingReading
{
    private const string GroupIds =
        "SELECT DISTINCT group_id FROM credit_accounts WHERE customer_id = ANY ($1) AND group_id IS NOT NULL";

    public static void AddQueries(NpgsqlBatch batch, Guid[] customers, Locking locking, DateTimeOffset now)
    {
        batch.Add("SELECT customer_id, condition_id, text, due_on, added_at FROM conditions "
            + "WHERE customer_id = ANY ($1) AND met_at IS NULL ORDER BY due_on NULLS FIRST, condition_id")
            .With(customers);
        batch.Add("SELECT customer_id, cover_id, kind, provider, currency_code, amount, share, valid_until, "
            + "stop_shipment_on, reference, recorded_at FROM covers WHERE customer_id = ANY ($1) AND ended_at IS NULL "
            + "ORDER BY cover_id").With(customers);
        batch.Add(
            """
            SELECT customer_id, system, external_id, currency_code, amount, due_on FROM open_parts
            WHERE customer_id = ANY ($1) AND stage = 2 AND first_due_on IS NOT NULL
            UNION ALL
            SELECT customer_id, order_system, order_id, currency_code, amount, deliver_on FROM reservations
            WHERE customer_id = ANY ($1) AND state = 1 AND expires_at > $2 AND deliver_on IS NOT NULL
            """).With(customers).With(now.UtcDateTime);
        // A group's lock is taken after the accounts of its members, and held to the end of the transaction.
        batch.Add($"SELECT group_id{LockOf(locking)} FROM ({GroupIds} ORDER BY 1) g").With(customers);
        batch.Add("SELECT customer_id, currency_code, group_limit, valid_until FROM credit_accounts "
            + $"WHERE customer_id IN ({GroupIds})").With(customers);
        batch.Add(
            $"""
            SELECT a.group_id, e.currency_code, sum(e.reserved - coalesce((SELECT sum(r.amount) FROM reservations r
                    WHERE r.customer_id = e.customer_id AND r.currency_code = e.currency_code AND r.state = 1
                    AND r.expires_at <= $2), 0)),
                sum(e.open_orders), sum(e.delivered), sum(e.receivable), sum(e.drafts), sum(e.unallocated),
                sum(e.disputed), max(e.as_of)
            FROM credit_accounts a JOIN exposures e USING (customer_id)
            WHERE a.group_id IN ({GroupIds}) GROUP BY a.group_id, e.currency_code
            """).With(customers).With(now.UtcDateTime);
        batch.Add(
            $"""
            SELECT a.group_id, l.customer_id, l.system, l.external_id, l.currency_code, l.amount, l.due_on
            FROM credit_accounts a JOIN open_parts l USING (customer_id)
            WHERE a.group_id IN ({GroupIds}) AND l.stage = 2 AND l.first_due_on IS NOT NULL
            UNION ALL
            SELECT a.group_id, r.customer_id, r.order_system, r.order_id, r.currency_code, r.amount, r.deliver_on
            FROM credit_accounts a JOIN reservations r USING (customer_id)
            WHERE a.group_id IN ({GroupIds}) AND r.state = 1 AND r.expires_at > $2 AND r.deliver_on IS NOT NULL
            """).With(customers).With(now.UtcDateTime);
        AdvanceReading.AddGroupQuery(batch, customers, now);
    }

    /// <summary>Customers of a group that somebody else has locked are given up.</summary>
    public static async Task ReadAsync(NpgsqlDataReader reader, Dictionary<Guid, CustomerState> locked)
    {
        while (await reader.ReadAsync())
        {
            if (locked.TryGetValue(reader.GetGuid(0), out var state))
                state.Conditions.Add(ReadCondition(reader));
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (locked.TryGetValue(reader.GetGuid(0), out var state))
                state.Covers.Add(ReadCover(reader));
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (locked.TryGetValue(reader.GetGuid(0), out var state))
            {
                state.Later.Add((reader.GetString(1), reader.GetString(2),
                    new(reader.GetString(3), reader.GetDecimal(4), reader.GetFieldValue<DateOnly>(5))));
            }
        }
        await reader.NextResultAsync();
        await ReadGroupsAsync(reader, locked);
    }

    private static async Task ReadGroupsAsync(NpgsqlDataReader reader, Dictionary<Guid, CustomerState> locked)
    {
        var groups = new Dictionary<Guid, GroupState>();
        while (await reader.ReadAsync())
        {
            if (reader.GetBoolean(1))
                groups[reader.GetGuid(0)] = new();
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (groups.TryGetValue(reader.GetGuid(0), out var group))
            {
                (group.Currency, group.Limit, group.ValidUntil) =
                    (reader.GetString(1), reader.Nullable<decimal>(2), reader.Nullable<DateOnly>(3));
            }
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (groups.TryGetValue(reader.GetGuid(0), out var group))
                group.Put(LedgerReading.ReadExposure(reader, 1));
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (groups.TryGetValue(reader.GetGuid(0), out var group))
            {
                group.Later.Add((reader.GetGuid(1), reader.GetString(2), reader.GetString(3),
                    new(reader.GetString(4), reader.GetDecimal(5), reader.GetFieldValue<DateOnly>(6))));
            }
        }
        await reader.NextResultAsync();
        await AdvanceReading.ReadAsync(reader, groups);
        foreach (var state in locked.Values.Where(s => s.GroupId is not null).ToList())
        {
            if (groups.TryGetValue(state.GroupId!.Value, out var group))
                state.Group = group;
            else
                locked.Remove(state.Account.CustomerId);
        }
    }

    private static string LockOf(Locking locking) => locking switch
    {
        Locking.Wait => ", pg_advisory_xact_lock(hashtextextended(group_id::text, 5)) IS NOT NULL",
        Locking.Skip => ", pg_try_advisory_xact_lock(hashtextextended(group_id::text, 5))",
        _ => ", true",
    };

    private static Condition ReadCondition(NpgsqlDataReader reader) => new()
    {
        CustomerId = reader.GetGuid(0),
        ConditionId = reader.GetGuid(1),
        Text = reader.GetString(2),
        DueOn = reader.Nullable<DateOnly>(3),
        AddedAt = reader.Instant(4),
    };

    private static Cover ReadCover(NpgsqlDataReader reader) => new()
    {
        CustomerId = reader.GetGuid(0),
        CoverId = reader.GetGuid(1),
        Kind = (V1.CoverKind)reader.GetInt16(2),
        Provider = reader.GetString(3),
        CurrencyCode = reader.GetString(4),
        Amount = reader.GetDecimal(5),
        Share = reader.GetDecimal(6),
        ValidUntil = reader.Nullable<DateOnly>(7),
        StopShipmentOn = reader.Nullable<DateOnly>(8),
        Reference = reader.GetString(9),
        RecordedAt = reader.Instant(10),
    };
}
