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
    public required TotalExposure Exposure { get; init; }

    /// <summary>All that is past due; 0 when that is less than what the rules call material.</summary>
    public decimal OverdueAmount { get; private init; }

    /// <summary>The days by which a material amount is past due.</summary>
    public int OldestOverdueDays { get; private init; }

    /// <summary>Currency pairs without a rate, for example USD/CNY.</summary>
    public IReadOnlyList<string> RatesMissing { get; private init; } = [];

    public string Currency => Customer.Limit.Currency;

    public Thresholds Thresholds => Rules.For(Customer.Grade);

    /// <summary>Of a check; null when a rule for the customer, its group or its segment excludes it.</summary>
    public Thresholds? For(V1.OrderCheck check) => Rules.Scoped.Of(check, Customer, Thresholds);

    /// <summary>Null means no limit.</summary>
    public decimal? Limit => Customer.Limit.InForceOn(Order.AsOf);

    /// <summary>What is known of the exposure leaves room for the order; a part without a rate is not known.</summary>
    public bool IsWithinLimitAsKnown =>
        OrderAmount is { } amount && (Limit is not { } limit || Exposure.Exposure.Total + amount <= limit);

    /// <summary>A threshold of the rules in the account's currency; null when there is no rate.</summary>
    public decimal? InAccountCurrency(decimal threshold) => Rules.In(Currency, threshold, Rates);

    public Figures With(CustomerStanding customer) => Of(Order, customer, Rates, Rules, Now);

    public Figures With(Order order) => Of(order, Customer, Rates, Rules, Now);

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
        var (overdue, days) = Material(customer.Overdue, currency, rates, rules);
        return new()
        {
            Order = order,
            Customer = customer,
            Rules = rules,
            Rates = rates,
            Now = now,
            OrderAmount = rate?.Of(order.Amount),
            Exposure = exposure,
            OverdueAmount = overdue,
            OldestOverdueDays = days,
            RatesMissing = [.. missing.Order(StringComparer.Ordinal).Select(from => $"{from}/{currency}")],
        };
    }

    /// <summary>Counts from the oldest until the sum is material; without a rate every amount is.</summary>
    private static (decimal Amount, int Days) Material(
        IReadOnlyList<Overdue> overdue, string currency, RateTable rates, OrderRules rules)
    {
        var least = rules.In(currency, rules.OverdueAmountMin, rates) ?? 0;
        var (sum, days) = (0m, 0);
        foreach (var part in overdue.OrderByDescending(o => o.Days))
        {
            sum += rates.Find(part.Currency, currency)?.Of(part.Amount) ?? 0;
            if (days == 0 && sum >= least)
                days = part.Days;
        }
        return sum >= least ? (sum, days) : (0, 0);
    }
}
