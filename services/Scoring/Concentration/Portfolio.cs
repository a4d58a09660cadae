using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;
using Risk.Scoring.Orders;
using Risk.Scoring.Reservations;

namespace Risk.Scoring.Concentration;

using Part = (V1.ConcentrationDimension Dimension, string Value);

/// <summary>
/// The portfolio while orders are decided one after another: the last sum, what other batches have committed since, and
/// what this batch reserves.
/// </summary>
internal sealed class Portfolio
{
    private readonly Dictionary<(Part Part, string Currency), decimal> amounts = [];
    private readonly Dictionary<(Part Part, string Currency), decimal> added = [];

    /// <summary>When it was summed up; null before the first time.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>What this batch has added, for those who come after it.</summary>
    public IReadOnlyDictionary<(Part Part, string Currency), decimal> Added => added;

    public bool HasOtherCurrencies(string than) => amounts.Keys.Any(k => k.Currency != than);

    public void Put(Part part, string currency, decimal amount) => amounts[(part, currency)] = amount;

    /// <summary>What an order has reserved takes the place of what it had reserved before.</summary>
    public void Replace(PortfolioPlace place, IEnumerable<Reservation> former, IEnumerable<Reservation> next)
    {
        foreach (var reservation in former)
            Reserve(place, reservation.CurrencyCode, -reservation.Amount);
        foreach (var reservation in next)
            Reserve(place, reservation.CurrencyCode, reservation.Amount);
    }

    private void Reserve(PortfolioPlace place, string currency, decimal amount)
    {
        foreach (var part in place.Parts().Where(p => p.Value.Length > 0 || p.Dimension == default))
        {
            var key = (part, currency);
            amounts[key] = amounts.GetValueOrDefault(key) + amount;
            added[key] = added.GetValueOrDefault(key) + amount;
        }
    }

    /// <summary>As an order of a customer sees it.</summary>
    public PortfolioStanding Standing(CustomerState customer, OrderHistory history, Order order, RulesAndRates by)
    {
        var own = history.Reserved.Select(r => (r.CurrencyCode, r.Amount))
            .Append((order.Currency, history.OpenIn(order.Currency))).Where(a => a.Item2 != 0).ToList();
        var ofOrder = by.Sum(own);
        var held = new List<HeldShare>
        {
            new(V1.ConcentrationDimension.Customer, customer.Account.CustomerId.ToString(),
                by.Sum(AtLeastZero(customer.Exposures)) - ofOrder),
        };
        if (customer is { GroupId: { } group, Group: { } members })
        {
            held.Add(new(V1.ConcentrationDimension.Group, group.ToString(),
                by.Sum(AtLeastZero(members.Exposures)) - ofOrder));
        }
        held.AddRange(customer.Place.Parts().Where(p => p.Value.Length > 0)
            .Select(p => new HeldShare(p.Dimension, p.Value, In(p, by) - ofOrder)));
        held.RemoveAll(h => by.Rules.Caps.Of(h.Dimension, h.Value) is null);
        return new(AsOf, In(default, by) - ofOrder, held);
    }

    private static IEnumerable<(string, decimal)> AtLeastZero(IEnumerable<Exposure> exposures) =>
        exposures.Select(e => (e.Currency, Math.Max(0, e.Total)));

    private decimal? In(Part part, RulesAndRates by)
    {
        part = part == default ? (default, "") : part;
        return by.Sum(amounts.Where(a => a.Key.Part == part).Select(a => (a.Key.Currency, a.Value)));
    }
}

/// <summary>Sums amounts of several currencies up in that of the rules.</summary>
internal readonly record struct RulesAndRates(OrderRules Rules, RateTable Rates)
{
    /// <summary>Null when a rate is missing.</summary>
    public decimal? Sum(IEnumerable<(string Currency, decimal Amount)> amounts)
    {
        decimal? sum = 0;
        foreach (var (currency, amount) in amounts)
            sum += amount == 0 ? 0 : Rules.From(currency, amount, Rates);
        return sum;
    }
}
