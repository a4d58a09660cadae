using Npgsql;
using Risk.Scoring.Concentration;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Policies;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Orders;

/// <summary>What a batch of orders is decided from, read in one round trip after the accounts are locked.</summary>
internal sealed class BatchFacts
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

    /// <summary>Of the policy in force; null means the one that came with the software.</summary>
    public int? PolicyVersion { get; set; }

    private bool hasEnding;

    /// <summary>Begins the transaction with its first statement, which is a round trip less.</summary>
    public static async Task<BatchFacts> OfAsync(
        NpgsqlConnection connection, PoliciesInForce policies, IReadOnlyList<OrderCall> calls, bool waitForLocks,
        DateTimeOffset now)
    {
        var facts = new BatchFacts();
        var orders = calls.Select(c => c.Order).ToArray();
        await using var batch = new NpgsqlBatch(connection);
        batch.Add("BEGIN");
        batch.Add(Begun).With(OwnTransaction.LockWait);
        BatchReading.AddQueries(batch, orders, waitForLocks ? Locking.Wait : Locking.Skip, now);
        FirstAnswers.AddQuery(batch, calls);
        OpenHolds.AddQuery(batch, calls);
        // As the last batch found it: a policy that has caps since then costs one batch a round trip.
        var hasCaps = policies.HasCaps;
        if (hasCaps)
            PortfolioRows.AddQuery(batch, [.. orders.Select(o => o.CustomerId).Distinct()]);
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            await reader.NextResultAsync();
            await BatchReading.ReadAsync(reader, facts);
            await reader.NextResultAsync();
            await facts.Answers.ReadAsync(reader);
            await reader.NextResultAsync();
            await facts.Holds.ReadAsync(reader);
            if (hasCaps && await reader.NextResultAsync())
                facts.Portfolio = await PortfolioRows.ReadAsync(reader);
        }
        await facts.CompleteAsync(connection, policies, orders);
        return facts;
    }

    /// <summary>
    /// Orders within a transaction that is open already, or without locks, to look and not decide; with the portfolio
    /// for rules with caps that are not in force.
    /// </summary>
    public static async Task<BatchFacts> OfAsync(
        NpgsqlConnection connection, PoliciesInForce policies, Order[] orders, bool locks, DateTimeOffset now,
        bool withPortfolio = false)
    {
        var facts = new BatchFacts();
        await using var batch = new NpgsqlBatch(connection);
        BatchReading.AddQueries(batch, orders, locks ? Locking.Wait : Locking.None, now);
        await using (var reader = await batch.ExecuteReaderAsync())
            await BatchReading.ReadAsync(reader, facts);
        if (withPortfolio)
            facts.Portfolio = await PortfolioRows.ReadAsync(connection, [.. facts.Locked.Keys]);
        await facts.CompleteAsync(connection, policies, orders);
        return facts;
    }

    /// <summary>Decides one order on what was read, and what orders before it have changed of that.</summary>
    public Decision Decide(Order order, OrderRules rules, DateTimeOffset now)
    {
        var customer = Locked[order.CustomerId];
        var judged = order with
        {
            HasParkedEvents = order.HasParkedEvents || customer.HasParkedEvents,
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

    private bool NeedsRatesOfPortfolio(Order order) =>
        Portfolio is not null && (order.Currency != Rules.Currency || Portfolio.HasOtherCurrencies(Rules.Currency));

    /// <summary>The rules, when they are new to us, and rates, when something has to be converted.</summary>
    private async Task CompleteAsync(NpgsqlConnection connection, PoliciesInForce policies, Order[] orders)
    {
        Rules = await policies.InForceAsync(connection, PolicyVersion);
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
