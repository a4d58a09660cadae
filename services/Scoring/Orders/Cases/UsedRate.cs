using System.Globalization;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>An exchange rate that an order was judged by, and the day of which it is.</summary>
internal sealed record UsedRate(string From, string To, decimal Factor, DateOnly ValidOn)
{
    public string Said => $"{From}/{To} of {ValidOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    public V1.UsedRate ToContract(DateOnly day, int? ageDaysMax) => new()
    {
        FromCurrencyCode = From,
        ToCurrencyCode = To,
        Factor = new() { Value = Factor.ToString(CultureInfo.InvariantCulture) },
        ValidOn = Amounts.ToContract(ValidOn),
        AgeDays = day.DayNumber - ValidOn.DayNumber,
        Stale = day.DayNumber - ValidOn.DayNumber > ageDaysMax,
    };

    /// <summary>
    /// Into the currencies of the account, of the group's limit, and of the rules for caps; and of the rules'
    /// thresholds into the account's where the rules have no factor for it.
    /// </summary>
    public static List<UsedRate> Of(Figures figures)
    {
        var (customer, order) = (figures.Customer, figures.Order);
        var used = new List<UsedRate>();
        Add(used, figures, figures.Currency, customer.Exposures.Select(e => e.Currency)
            .Concat(customer.Covers.Select(c => c.CurrencyCode)).Append(order.Currency));
        if (customer.Group is { } group)
            Add(used, figures, group.Currency, group.Exposures.Select(e => e.Currency).Append(order.Currency));
        if (!figures.Rules.Knows(figures.Currency))
            Add(used, figures, figures.Currency, [figures.Rules.Currency]);
        if (customer.Portfolio is not null)
            Add(used, figures, figures.Rules.Currency, [order.Currency]);
        return used;
    }

    /// <summary>From every currency of the case into those in which it is decided; usually none is needed.</summary>
    public static IEnumerable<UsedRate> AllOf(Figures figures)
    {
        var (customer, own) = (figures.Customer, figures.Currency);
        if (figures.Rates == RateTable.Empty)
            return [];
        List<string> judged = [own];
        if (customer.Group is { } group)
            judged.Add(group.Currency);
        if (customer.Portfolio is not null)
            judged.Add(figures.Rules.Currency);
        var known = customer.Exposures.Select(e => e.Currency).Concat(customer.Overdue.Select(o => o.Currency))
            .Concat(customer.Later.Select(l => l.Currency)).Concat(customer.Covers.Select(c => c.CurrencyCode))
            .Concat(customer.Reservations.Select(r => r.Currency))
            .Concat(customer.Group?.Exposures.Select(e => e.Currency) ?? [])
            .Concat(judged).Append(figures.Order.Currency);
        if (!figures.Rules.Knows(own))
            known = known.Append(figures.Rules.Currency);
        return
            from one in known.Distinct(StringComparer.Ordinal)
            from other in judged.Distinct(StringComparer.Ordinal)
            where one != other
            let rate = figures.Rates.Find(one, other)
            where rate is not null
            select new UsedRate(one, other, rate.Value.Factor, rate.Value.ValidOn);
    }

    private static void Add(List<UsedRate> used, Figures figures, string to, IEnumerable<string> from)
    {
        foreach (var one in from)
        {
            if (one != to && figures.Rates.Find(one, to) is { } rate && !used.Exists(u => u.From == one && u.To == to))
                used.Add(new(one, to, rate.Factor, rate.ValidOn));
        }
    }
}
