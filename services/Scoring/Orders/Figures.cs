using Risk.Scoring.Credit;
using Risk.Scoring.ExchangeRates;

namespace Risk.Scoring.Orders;

/// <summary>Order and customer in the account's currency: what the checks compare.</summary>
internal sealed record Figures
{
    public required Order Order { get; init; }
    public required CustomerStanding Customer { get; init; }
    public required OrderRules Rules { get; init; }
    public required DateTimeOffset Now { get; init; }

    /// <summary>Null when a rate is missing.</summary>
    public decimal? OrderAmount { get; private init; }
    public required TotalExposure Exposure { get; init; }
    public decimal OverdueAmount { get; private init; }
    public int OldestOverdueDays { get; private init; }

    /// <summary>Currency pairs without a rate, for example USD/CNY.</summary>
    public IReadOnlyList<string> RatesMissing { get; private init; } = [];

    public string Currency => Customer.Limit.Currency;

    public Thresholds Thresholds => Rules.For(Customer.Grade);

    /// <summary>Null means no limit.</summary>
    public decimal? Limit => Customer.Limit.InForceOn(Order.AsOf);

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
        return new()
        {
            Order = order,
            Customer = customer,
            Rules = rules,
            Now = now,
            OrderAmount = rate?.Of(order.Amount),
            Exposure = exposure,
            OverdueAmount = customer.Overdue.Sum(o => rates.Find(o.Currency, currency)?.Of(o.Amount) ?? 0),
            OldestOverdueDays = customer.Overdue.Select(o => o.OldestDays).DefaultIfEmpty().Max(),
            RatesMissing = [.. missing.Order(StringComparer.Ordinal).Select(from => $"{from}/{currency}")],
        };
    }
}
