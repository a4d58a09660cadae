using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Credit;

/// <summary>The exposures of all currencies in one, and the currencies for which there is no rate.</summary>
internal sealed record TotalExposure(Exposure Exposure, IReadOnlyList<string> RatesMissing)
{
    public static TotalExposure Of(IEnumerable<Exposure> exposures, string currency, RateTable rates)
    {
        var total = new Exposure(currency);
        var missing = new List<string>();
        foreach (var exposure in exposures)
        {
            if (rates.Find(exposure.Currency, currency) is { } rate)
                total += exposure.In(currency, rate);
            else
                missing.Add(exposure.Currency);
        }
        return new(total, missing);
    }
}
