using System.Globalization;
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

    /// <summary>Into the currencies of the account, of the group's limit, and of the rules for caps.</summary>
    public static List<UsedRate> Of(Figures figures)
    {
        var (customer, order) = (figures.Customer, figures.Order);
        var used = new List<UsedRate>();
        Add(used, figures, figures.Currency, customer.Exposures.Select(e => e.Currency)
            .Concat(customer.Covers.Select(c => c.CurrencyCode)).Append(order.Currency));
        if (customer.Group is { } group)
            Add(used, figures, group.Currency, group.Exposures.Select(e => e.Currency).Append(order.Currency));
        if (customer.Portfolio is not null)
            Add(used, figures, figures.Rules.Currency, [order.Currency]);
        return used;
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
