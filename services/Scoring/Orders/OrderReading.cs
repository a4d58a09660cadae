using Npgsql;
using NpgsqlTypes;
using Risk.Intake.V1;
using Risk.Scoring.Concentration;
using Risk.Scoring.Credit;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;
using Risk.Scoring.Policies;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>What a batch of orders is decided from, read in one round trip after the accounts are locked.</summary>
internal sealed class OrderReading
{
    /// <summary>
    /// Planned once, because by its own count Postgres finds it cheaper to plan what looks for few customers anew each
    /// time, which takes longer than running it. Such a plan stays when a table that was empty then has grown, so it
    /// must never read a whole one.
    /// </summary>
    private const string Begun = "SELECT set_config('lock_timeout', $1, true), "
        + "set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)";

    /// <summary>By customer; only accounts that this transaction has locked.</summary>
    public Dictionary<Guid, CustomerState> Locked { get; } = [];

    /// <summary>Customers that there are, locked or not.</summary>
    public HashSet<Guid> Known { get; } = [];

    public Dictionary<(Guid CustomerId, DateOnly AsOf), List<Overdue>> Overdue { get; } = [];

    public Dictionary<(Guid CustomerId, DateOnly AsOf), ScoreOnDay> Scores { get; } = [];

    public OrderHistories Orders { get; } = [];

    public FirstAnswers Answers { get; } = [];

    /// <summary>Holds to be checked again that nobody has decided on.</summary>
    public OpenHolds Holds { get; } = [];

    public Dictionary<DateOnly, RateTable> Rates { get; } = [];

    /// <summary>Of the policy in force.</summary>
    public OrderRules Rules { get; private set; } = OrderRules.Shipped;

    /// <summary>Null when no cap is in force, and nobody asked to try some.</summary>
    public Portfolio? Portfolio { get; private set; }

    /// <summary>Null where nobody looked.</summary>
    public int? FactsAgeSeconds { get; set; }

    private int? policyVersion;
    private bool hasEnding;

    /// <summary>Begins the transaction with its first statement, which is a round trip less.</summary>
    public static async Task<OrderReading> OfAsync(
        NpgsqlConnection connection, PoliciesInForce policies, IReadOnlyList<OrderCall> calls, bool waitForLocks,
        DateTimeOffset now)
    {
        var reading = new OrderReading();
        var orders = calls.Select(c => c.Order).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("BEGIN");
        batch.Add(Begun).With(OwnTransaction.LockWait);
        AddQueries(batch, orders, waitForLocks ? Locking.Wait : Locking.Skip, now);
        FirstAnswers.AddQuery(batch, calls);
        OpenHolds.AddQuery(batch, calls);
        // As the last batch found it: a policy that has caps since then costs one batch a round trip.
        var hasCaps = policies.HasCaps;
        if (hasCaps)
            PortfolioRows.AddQuery(batch, [.. orders.Select(o => o.CustomerId).Distinct()]);
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            await reading.ReadAsync(reader);
            await reader.NextResultAsync();
            await reading.Answers.ReadAsync(reader);
            await reader.NextResultAsync();
            await reading.Holds.ReadAsync(reader);
            if (hasCaps && await reader.NextResultAsync())
                reading.Portfolio = await PortfolioRows.ReadAsync(reader);
        }
        await reading.CompleteAsync(connection, policies, orders);
        return reading;
    }

    /// <summary>
    /// Orders within a transaction that is open already, or without locks, to look and not decide; with the portfolio
    /// for rules with caps that are not in force.
    /// </summary>
    public static async Task<OrderReading> OfAsync(
        NpgsqlConnection connection, PoliciesInForce policies, Order[] orders, bool locks, DateTimeOffset now,
        bool withPortfolio = false)
    {
        var reading = new OrderReading();
        await using var batch = new NpgsqlBatch(connection);
        AddQueries(batch, orders, locks ? Locking.Wait : Locking.None, now);
        await using (var reader = await batch.ExecuteReaderAsync())
            await reading.ReadAsync(reader);
        if (withPortfolio)
            reading.Portfolio = await PortfolioRows.ReadAsync(connection, [.. reading.Locked.Keys]);
        await reading.CompleteAsync(connection, policies, orders);
        return reading;
    }

    /// <summary>Decides one order on what was read, and what orders before it have changed of that.</summary>
    public Decision Decide(Order order, OrderRules rules, DateTimeOffset now)
    {
        var customer = Locked[order.CustomerId];
        var judged = order with
        {
            AreFactsBehind = order.AreFactsBehind || customer.HasParkedEvents,
            FactsAgeSeconds = FactsAgeSeconds,
        };
        var rates = Rates.GetValueOrDefault(order.AsOf) ?? RateTable.Empty;
        var overdue = Overdue.GetValueOrDefault((order.CustomerId, order.AsOf)) ?? [];
        var score = Scores.GetValueOrDefault((order.CustomerId, order.AsOf));
        var history = HistoryOf(order);
        var standing = customer.Standing(score, overdue, history, order);
        if (!rules.Caps.IsEmpty && Portfolio is not null)
            standing = standing with { Portfolio = Portfolio.Standing(customer, history, order, new(rules, rates)) };
        return Decision.Of(Figures.Of(judged, standing, rates, rules, now));
    }

    /// <summary>
    /// Decides one order; when it does not pass, on what may be waited for as well, which is read once for all.
    /// </summary>
    public async ValueTask<Decision> DecideAsync(NpgsqlConnection connection, Order order, DateTimeOffset now)
    {
        var decision = Decide(order, Rules, now);
        if (hasEnding || !decision.NeedsRemedies)
            return decision;
        await EndingReading.ReadAsync(connection, Locked, now);
        hasEnding = true;
        return Decide(order, Rules, now);
    }

    public OrderHistory HistoryOf(Order order) =>
        Orders.GetValueOrDefault((order.CustomerId, order.System, order.Id)) ?? new();

    private static void AddQueries(NpgsqlBatch batch, Order[] orders, Locking locking, DateTimeOffset now)
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

    private async Task ReadAsync(NpgsqlDataReader reader)
    {
        while (await reader.ReadAsync())
        {
            var account = AccountRows.Read(reader);
            Locked[account.CustomerId] = new(account);
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
            ReadHolder(reader);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (Locked.TryGetValue(reader.GetGuid(0), out var state))
                state.Put(LedgerReading.ReadExposure(reader, 1));
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            if (Locked.TryGetValue(reader.GetGuid(0), out var state))
                state.Expired[reader.GetString(1)] = reader.GetDecimal(2);
        }
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var key = (reader.GetGuid(0), reader.GetFieldValue<DateOnly>(1));
            if (!Overdue.TryGetValue(key, out var list))
                Overdue[key] = list = [];
            list.Add(new(reader.GetString(2), reader.GetDecimal(3), reader.GetInt32(4)));
        }
        await reader.NextResultAsync();
        await AdvanceReading.ReadAsync(reader, Locked);
        await reader.NextResultAsync();
        await reader.ReadAsync();
        policyVersion = reader.Nullable<int>(0);
        await reader.NextResultAsync();
        await StandingReading.ReadAsync(reader, Locked);
        await reader.NextResultAsync();
        await Orders.ReadAsync(reader);
    }

    private void ReadHolder(NpgsqlDataReader reader)
    {
        var id = reader.GetGuid(0);
        Known.Add(id);
        if (!Locked.TryGetValue(id, out var state))
            return;
        state.Status = (CustomerStatus)reader.GetInt16(1);
        state.CustomerAsOf = reader.IsDBNull(2) ? null : reader.Instant(2);
        Scores[(id, reader.GetFieldValue<DateOnly>(3))] = new(
            (V1.Grade)reader.GetInt16(4), reader.Nullable<decimal>(5), reader.IsDBNull(6) ? null : reader.Instant(6));
        state.ExcludingRecords = [.. reader.GetFieldValue<short[]>(7).Select(kind => (LegalRecordKind)kind)];
        state.HasParkedEvents = reader.GetBoolean(8);
        state.Segment = reader.GetString(9);
        state.GroupId = reader.Nullable<Guid>(10);
        state.Place = PortfolioPlace.Of(reader.GetString(11), reader.GetString(12), reader.GetString(13));
    }

    private bool NeedsRatesOfPortfolio(Order order) =>
        Portfolio is not null && (order.Currency != Rules.Currency || Portfolio.HasOtherCurrencies(Rules.Currency));

    /// <summary>The rules, when they are new to us, and rates, when something has to be converted.</summary>
    private async Task CompleteAsync(NpgsqlConnection connection, PoliciesInForce policies, Order[] orders)
    {
        Rules = await policies.InForceAsync(connection, policyVersion);
        if (!Rules.Caps.IsEmpty)
            Portfolio ??= await PortfolioRows.ReadAsync(connection, [.. Locked.Keys]);
        foreach (var order in orders)
        {
            if (!Rates.ContainsKey(order.AsOf) && Locked.GetValueOrDefault(order.CustomerId) is { } state
                && (order.Currency != state.Account.CurrencyCode || state.HasOtherCurrencies
                    || !Rules.Knows(state.Account.CurrencyCode) || NeedsRatesOfPortfolio(order)))
            {
                Rates[order.AsOf] = await KnownRates.OnAsync(connection, order.AsOf, CancellationToken.None);
            }
        }
    }
}
