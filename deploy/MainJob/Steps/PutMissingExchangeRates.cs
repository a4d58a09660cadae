using System.Globalization;
using Risk.Client;
using Risk.Scoring.V1;

namespace Risk.MainJob.Steps;

/// <summary>
/// Records the sample's exchange rates for pairs of which the suite knows none, so that exposures in several currencies
/// can be judged together. A rate that somebody has recorded is never replaced.
/// </summary>
internal sealed class PutMissingExchangeRates(RiskClient client)
{
    public async Task RunAsync(DateOnly day, CancellationToken cancellation)
    {
        var date = Days.Of(day);
        var known = await client.ExchangeRates.ListExchangeRatesAsync(
            new() { ValidOn = date }, cancellationToken: cancellation);
        var missing = Sample.ExchangeRates.All.Where(pair => !known.ExchangeRates.Any(rate =>
            (rate.FromCurrencyCode == pair.From && rate.ToCurrencyCode == pair.To)
            || (rate.FromCurrencyCode == pair.To && rate.ToCurrencyCode == pair.From)));
        var request = new PutExchangeRatesRequest
        {
            ExchangeRates =
            {
                missing.Select(pair => new ExchangeRate
                {
                    FromCurrencyCode = pair.From,
                    ToCurrencyCode = pair.To,
                    Rate = new() { Value = pair.Rate.ToString(CultureInfo.InvariantCulture) },
                    ValidOn = date,
                    Source = Sample.ExchangeRates.Source,
                }),
            },
        };
        if (request.ExchangeRates.Count > 0)
            await client.ExchangeRates.PutExchangeRatesAsync(request, cancellationToken: cancellation);
    }
}
