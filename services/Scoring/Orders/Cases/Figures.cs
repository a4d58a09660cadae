using Risk.Scoring.Credit;
using Risk.Scoring.ExchangeRates;

namespace Risk.Scoring.Orders;

/// <summary>Order and customer in the account's currency: what the checks compare.</summary>
internal sealed record Figures
{
    public required Order Order { get; init; }
    public required CustomerStanding Customer { get; init; }
    public required OrderRules Rules { get; init; }
    public required RateTable Rates { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Null when a rate is missing.</summary>
    public decimal? OrderAmount { get; private init; }

    /// <summary>
    /// What of the order is not among what was delivered or billed already; null when a rate is missing.
    /// </summary>
    public decimal? AddedAmount { get; private init; }
    public required TotalExposure Exposure { get; init; }

    /// <summary>All that is past due; 0 when that is less than what the rules call material.</summary>
    public decimal OverdueAmount { get; private init; }

    /// <summary>The days by which a material amount is past due.</summary>
    public int OldestOverdueDays { get; private init; }

    /// <summary>Currency pairs without a rate, for example USD/CNY.</summary>
    public IReadOnlyList<string> RatesMissing { get; private init; } = [];

    /// <summary>The exchange rates that all of this comes of.</summary>
    public IReadOnlyList<UsedRate> UsedRates { get; private init; } = [];

    /// <summary>Used exchange rates that are older than the grade allows.</summary>
    public IEnumerable<UsedRate> StaleRates => Thresholds.RateAgeDaysMax is { } days
        ? UsedRates.Where(r => Order.AsOf.DayNumber - r.ValidOn.DayNumber > days)
        : [];

    /// <summary>What has not arrived, or may not have for longer than the grade allows.</summary>
    public bool AreFactsBehind => Order.HasParkedEvents || Order.IsNotBeforeUnmet
        || Order.FactsAgeSeconds > Thresholds.FactsAgeSecondsMax;

    /// <summary>The score is older than the grade allows.</summary>
    public bool IsScoreStale => Thresholds.ScoreAgeDaysMax is { } days && Customer.ScoredAsOf is { } at
        && Order.AsOf.DayNumber - DateOnly.FromDateTime(at.UtcDateTime).DayNumber > days;

    /// <summary>What the order adds, in the rules' currency; null when it cannot be converted.</summary>
    public decimal? OrderInRulesCurrency => Rules.From(Order.Currency, Added(Order, Customer), Rates);

    public string Currency => Customer.Limit.Currency;

    public Thresholds Thresholds => Rules.For(Customer.Grade);

    /// <summary>
    /// The thresholds of a check; null when a rule for the customer, its group or its segment excludes it.
    /// </summary>
    public Thresholds? For(V1.OrderCheck check) => Rules.Scoped.Of(check, Customer, Thresholds);

    /// <summary>Null means no limit of its own; in a group with a limit an own limit of 0 is none, but
    /// a temporary one of 0 is one.</summary>
    public decimal? Limit => Customer.Limit.InForceOn(Order.AsOf) is { } limit
        && (limit > 0 || Customer.Group is null || Customer.Limit.IsTemporaryOn(Order.AsOf))
            ? limit
            : null;

    /// <summary>The last day on which the limits of customer and group are valid; null means without end.</summary>
    public DateOnly? ValidUntil =>
        Customer.Group?.ValidUntil is { } ofGroup && !(Customer.Account.ValidUntil < ofGroup)
            ? ofGroup
            : Customer.Account.ValidUntil;

    /// <summary>The group's exposure in the currency of its limit; null without a limit.</summary>
    public TotalExposure? GroupExposure { get; private init; }

    /// <summary>What the order adds in the currency of the group's limit; null without one or a rate.</summary>
    public decimal? GroupOrderAmount { get; private init; }

    /// <summary>Orders beyond the policy's horizon, in the account's currency: they do not count yet.</summary>
    public decimal BeyondHorizon { get; private init; }

    /// <summary>Orders of the group beyond the policy's horizon, in the currency of its limit.</summary>
    public decimal GroupBeyondHorizon { get; private init; }

    /// <summary>What counts of the order now: nothing while it is beyond the horizon.</summary>
    public decimal Counted => Order.Stage != V1.OrderStage.Delivery && IsBeyondHorizon(Order.DeliverOn)
        ? 0
        : AddedAmount ?? 0;

    /// <summary>What counts against the limit, with the order.</summary>
    public decimal Claimed => Due + Counted;

    /// <summary>What counts against the limit, without the order.</summary>
    public decimal Due => Exposure.Exposure.Total - BeyondHorizon;

    /// <summary>Covers that have not lapsed, after haircut, in the account's currency.</summary>
    public decimal Covered { get; private init; }

    /// <summary>What is known of the exposure leaves room for the order; a part without a rate is not known.</summary>
    public bool IsWithinLimitAsKnown =>
        OrderAmount is not null && (Limit is not { } limit || Claimed <= limit)
        && (Customer.Group is not { } group || GroupClaimed <= group.Limit);

    /// <summary>What counts against the group's limit, with the order.</summary>
    public decimal? GroupClaimed => GroupDue is { } due && GroupOrderAmount is { } amount
        ? due + (Counted == 0 ? 0 : amount)
        : null;

    /// <summary>What counts against the group's limit, without the order.</summary>
    public decimal? GroupDue => GroupExposure is { } total ? total.Exposure.Total - GroupBeyondHorizon : null;

    /// <summary>Less than this past due is overlooked, in the account's currency; 0 when there is no rate.</summary>
    public decimal OverdueAmountMin => InAccountCurrency(Rules.OverdueAmountMin) ?? 0;

    /// <summary>The longest terms that account and rules grant; null means any.</summary>
    public int? NetDaysMax => For(V1.OrderCheck.Terms)?.NetDaysMax is { } ofRules
        && !(Customer.Account.NetDaysMax < ofRules) ? ofRules : Customer.Account.NetDaysMax;

    /// <summary>The highest value of an order that account and rules allow; null means any.</summary>
    public decimal? OrderValueMax => For(V1.OrderCheck.OrderValue)?.OrderValueMax is { } threshold
        && InAccountCurrency(threshold) is { } ofRules && !(Customer.Account.OrderValueMax < ofRules)
            ? ofRules
            : Customer.Account.OrderValueMax;

    public bool IsBeyondHorizon(DateOnly? deliverOn) => IsBeyondHorizon(deliverOn, Order, Rules);

    /// <summary>A threshold of the rules in the account's currency; null when there is no rate.</summary>
    public decimal? InAccountCurrency(decimal threshold) => Rules.In(Currency, threshold, Rates);

    public Figures With(CustomerStanding customer) => Of(Order, customer, Rates, Rules, Now);

    public Figures With(Order order) => Of(order, Customer, Rates, Rules, Now);

    public Figures With(RateTable rates) => Of(Order, Customer, rates, Rules, Now);

    /// <summary>The time of the newest document; null when there is none.</summary>
    public DateTimeOffset? ExposureAsOf =>
        Exposure.Exposure.AsOf > DateTimeOffset.UnixEpoch ? Exposure.Exposure.AsOf : null;

    public static Figures Of(
        Order order, CustomerStanding customer, RateTable rates, OrderRules rules, DateTimeOffset now)
    {
        var currency = customer.Limit.Currency;
        var exposure = TotalExposure.Of(customer.Exposures, currency, rates);
        var missing = exposure.RatesMissing.ToHashSet(StringComparer.Ordinal);
        var rate = rates.Find(order.Currency, currency);
        if (rate is null)
            missing.Add(order.Currency);
        var group = customer.Group is { } of ? TotalExposure.Of(of.Exposures, of.Currency, rates) : null;
        var (overdue, days) = Material(customer.Overdue, currency, rates, rules);
        var grace =
            rules.Scoped.Of(V1.OrderCheck.Cover, customer, rules.For(customer.Grade))?.CoverGraceDays ?? 0;
        var figures = new Figures
        {
            Order = order,
            Customer = customer,
            Rules = rules,
            Rates = rates,
            Now = now,
            OrderAmount = rate?.Of(order.Amount),
            AddedAmount = rate?.Of(Added(order, customer)),
            Exposure = exposure,
            OverdueAmount = overdue,
            OldestOverdueDays = days,
            GroupExposure = group,
            GroupOrderAmount = customer.Group is null ? null
                : rates.Find(order.Currency, customer.Group.Currency)?.Of(Added(order, customer)),
            BeyondHorizon = Beyond(customer.Later, currency, order, rates, rules),
            GroupBeyondHorizon = customer.Group is { } members
                ? Beyond(members.Later, members.Currency, order, rates, rules)
                : 0,
            Covered = customer.Covers
                .Where(c => !(c.ValidUntil?.AddDays(grace) < order.AsOf) && !(c.StopShipmentOn <= order.AsOf))
                .Sum(c => rates.Find(c.CurrencyCode, currency)?.Of(c.Value) ?? 0),
            RatesMissing = [.. missing.Order(StringComparer.Ordinal).Select(from => $"{from}/{currency}")],
        };
        return rates == RateTable.Empty ? figures : figures with { UsedRates = UsedRate.Of(figures) };
    }

    private static decimal Added(Order order, CustomerStanding customer) =>
        Math.Max(0, order.Amount - customer.TakenOfOrder);

    private static decimal Beyond(
        IReadOnlyList<LaterOrders> later, string currency, Order order, RateTable rates, OrderRules rules) =>
        later.Where(l => IsBeyondHorizon(l.DeliverOn, order, rules))
            .Sum(l => rates.Find(l.Currency, currency)?.Of(l.Amount) ?? 0);

    private static bool IsBeyondHorizon(DateOnly? deliverOn, Order order, OrderRules rules) =>
        rules.HorizonDays is { } days && deliverOn > order.AsOf.AddDays(days);

    /// <summary>Counts from the oldest until the sum is material; without a rate every amount is.</summary>
    private static (decimal Amount, int Days) Material(
        IReadOnlyList<Overdue> overdue, string currency, RateTable rates, OrderRules rules)
    {
        var least = rules.In(currency, rules.OverdueAmountMin, rates) ?? 0;
        var (sum, days) = (0m, 0);
        foreach (var part in overdue.OrderByDescending(o => o.Days))
        {
            var amount = rates.Find(part.Currency, currency)?.Of(part.Amount);
            sum += amount ?? 0;
            if (days == 0 && (amount is null || sum >= least))
                days = part.Days;
        }
        return sum >= least ? (sum, days) : (0, days);
    }
}
