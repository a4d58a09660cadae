using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Orders;

namespace Risk.Scoring.ExpectedLosses;

/// <summary>Brings amounts into the currency of the figures, and remembers by which rates.</summary>
internal sealed class LossMoney(string currency, RateTable rates)
{
    /// <summary>Dividing by it leaves a number without zeros at its end.</summary>
    private const decimal NoZeros = 1.0000000000000000000000000000m;

    private readonly Dictionary<string, Conversion?> found = new(StringComparer.Ordinal);

    public string Currency => currency;

    /// <summary>Those that were asked for, in the order of their codes.</summary>
    public IEnumerable<UsedRate> Used => found.Where(f => f.Key != currency && f.Value is not null)
        .OrderBy(f => f.Key, StringComparer.Ordinal)
        .Select(f => new UsedRate(f.Key, currency, f.Value!.Value.Factor / NoZeros, f.Value.Value.ValidOn));

    /// <summary>The same, with nothing remembered.</summary>
    public LossMoney Anew() => new(currency, rates);

    public bool Knows(string from) => Rate(from) is not null;

    /// <summary>Rounded to the minor unit; null without a rate.</summary>
    public decimal? From(string from, decimal amount) => Rate(from) is { } rate ? Round(rate.Of(amount)) : null;

    public decimal Round(decimal amount) => MinorUnits.Round(amount, currency);

    private Conversion? Rate(string from)
    {
        if (!found.TryGetValue(from, out var rate))
            found[from] = rate = rates.Find(from, currency);
        return rate;
    }
}
