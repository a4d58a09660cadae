using System.Globalization;
using Risk.Client;
using Risk.Scoring.V1;
using Risk.Types.V1;

namespace Risk.MainJob.Steps;

/// <summary>Records exchange rates, so that exposures in several currencies can be judged together.</summary>
internal sealed class PutExchangeRates(RiskClient client)
{
    public async Task RunAsync(DateOnly day, CancellationToken cancellation)
    {
        var request = new PutExchangeRatesRequest();
        foreach (var (from, to, rate) in Sample.ExchangeRates.All)
        {
            request.ExchangeRates.Add(new ExchangeRate
            {
                FromCurrencyCode = from,
                ToCurrencyCode = to,
                Rate = new() { Value = rate.ToString(CultureInfo.InvariantCulture) },
                ValidOn = new Date { Value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
                Source = Sample.ExchangeRates.Source,
            });
        }

        await client.ExchangeRates.PutExchangeRatesAsync(request, cancellationToken: cancellation);
    }
}
