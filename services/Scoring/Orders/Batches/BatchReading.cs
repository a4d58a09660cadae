using Npgsql;
using NpgsqlTypes;
using Risk.Intake.V1;
using Risk.Scoring.Concentration;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Risk.Scoring.Policies;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>Locks the accounts of a batch and reads all that its orders are decided from, in one round trip.</summary>
internal static class BatchReading
{
    public static void AddQueries(NpgsqlBatch batch, Order[] orders, Locking locking, DateTimeOffset now)
    {
        var customers = orders.Select(o => o.CustomerId).Distinct().Order().ToArray();
        batch.Add($"SELECT {AccountRows.Columns} FROM credit_accounts WHERE customer_id = ANY ($1) "
            + "ORDER BY customer_id " + SqlOf(locking)).With(customers);
        var days = orders.Select(o => (o.CustomerId, o.AsOf)).Distinct().ToArray();
        batch.Add(
            """
            SELECT a.customer_id, coalesce(c.status, 0::smallint), c.changed_at, o.as_of,
                coalesce(g.grade, 0::smallint), g.payment_index, g.as_of, ARRAY(SELECT r.kind FROM legal_records r
                    WHERE r.customer_id = a.customer_id AND r.kind IN (9, 10) AND coalesce(r.ended_on > o.as_of, true)),
                EXISTS (SELECT FROM parked_events p
                    WHERE p.replayed_at IS NULL AND p.subject = a.customer_id::text),
                coalesce(c.segment, ''), a.group_id, coalesce(c.isic_section, ''), coalesce(c.region, ''),
                coalesce(c.country_code, '')
            FROM unnest($1::uuid[], $2::date[]) AS o (customer_id, as_of) JOIN credit_accounts a USING (customer_id)
                LEFT JOIN customers c USING (customer_id) LEFT JOIN LATERAL score_on(a.customer_id, o.as_of) g ON true
            """)
            .Column(NpgsqlDbType.Uuid, days.Select(d => d.CustomerId).ToArray())
            .Column(NpgsqlDbType.Date, days.Select(d => d.AsOf).ToArray());
        batch.Add("SELECT customer_id, currency_code, reserved, open_orders, delivered, receivable, drafts, "
            + "unallocated, disputed, as_of FROM exposures WHERE customer_id = ANY ($1)").With(customers);
        batch.Add("SELECT customer_id, currency_code, sum(amount) FROM reservations "
            + "WHERE customer_id = ANY ($1) AND state = 1 AND expires_at <= $2 GROUP BY customer_id, currency_code")
            .With(customers).With(now.UtcDateTime);
        batch.Add(
            """
            SELECT o.customer_id, o.as_of, p.currency_code, sum(p.amount), o.as_of - p.due_on
            FROM unnest($1::uuid[], $2::date[]) AS o (customer_id, as_of)
                JOIN open_parts p ON p.customer_id = o.customer_id AND p.stage = 4
                    AND p.first_due_on < o.as_of AND p.due_on < o.as_of
            GROUP BY o.customer_id, o.as_of, p.currency_code, p.due_on
            """)
            .Column(NpgsqlDbType.Uuid, days.Select(d => d.CustomerId).ToArray())
            .Column(NpgsqlDbType.Date, days.Select(d => d.AsOf).ToArray());
        AdvanceReading.AddQuery(batch, customers, now);
        batch.Add(PoliciesInForce.VersionSql);
        StandingReading.AddQueries(batch, customers, locking, now);
        OrderHistories.AddQueries(batch, orders, now);
    }

    private static string SqlOf(Locking locking) => locking switch
    {
        Locking.Wait => "FOR UPDATE",
        Locking.Skip => "FOR UPDATE SKIP LOCKED",
        _ => "",
    };

    public static async Task ReadAsync(NpgsqlDataReader reader, BatchFacts facts)
    {
        while (await reader.ReadAsync())
        {
            var account = AccountRows.Read(reader);
            facts.Locked[account.CustomerId] = new(account);
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            ReadHolder(reader, facts);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (facts.Locked.TryGetValue(reader.GetGuid(0), out var state))
                state.Put(LedgerReading.ReadExposure(reader, 1));
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (facts.Locked.TryGetValue(reader.GetGuid(0), out var state))
                state.Expired[reader.GetString(1)] = reader.GetDecimal(2);
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var key = (reader.GetGuid(0), reader.GetFieldValue<DateOnly>(1));
            if (!facts.Overdue.TryGetValue(key, out var list))
                facts.Overdue[key] = list = [];
            list.Add(new(reader.GetString(2), reader.GetDecimal(3), reader.GetInt32(4)));
        }
        await reader.NextResultAsync();
        await AdvanceReading.ReadAsync(reader, facts.Locked);
        await reader.NextResultAsync();
        await reader.ReadAsync();
        facts.PolicyVersion = reader.Nullable<int>(0);
        await reader.NextResultAsync();
        await StandingReading.ReadAsync(reader, facts.Locked);
        await reader.NextResultAsync();
        await facts.Orders.ReadAsync(reader);
    }

    private static void ReadHolder(NpgsqlDataReader reader, BatchFacts facts)
    {
        var id = reader.GetGuid(0);
        facts.Known.Add(id);
        if (!facts.Locked.TryGetValue(id, out var state))
            return;
        state.Status = (CustomerStatus)reader.GetInt16(1);
        state.CustomerAsOf = reader.IsDBNull(2) ? null : reader.Instant(2);
        facts.Scores[(id, reader.GetFieldValue<DateOnly>(3))] = new(
            (V1.Grade)reader.GetInt16(4), reader.Nullable<decimal>(5), reader.IsDBNull(6) ? null : reader.Instant(6));
        state.ExcludingRecords = [.. reader.GetFieldValue<short[]>(7).Select(kind => (LegalRecordKind)kind)];
        state.HasParkedEvents = reader.GetBoolean(8);
        state.Segment = reader.GetString(9);
        state.GroupId = reader.Nullable<Guid>(10);
        state.Place = PortfolioPlace.Of(reader.GetString(11), reader.GetString(12), reader.GetString(13));
    }
}
