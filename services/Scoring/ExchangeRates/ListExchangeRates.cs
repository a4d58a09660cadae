using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.ExchangeRates;

partial class ExchangeRatesService
{
    /// <summary>Lists the newest rate of each pair on a day.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListExchangeRatesResponse> ListExchangeRates(
        V1.ListExchangeRatesRequest request, ServerCallContext context)
    {
        if (request.ValidOn is { Value.Length: > 0 } && !AccountInput.IsDay(request.ValidOn))
            throw Refuse.Invalid("valid_on", new("must be a day such as 2026-01-31", "必须是有效日期，例如 2026-01-31"));
        var day = Amounts.ToDate(request.ValidOn) ?? DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await db.Database.OpenConnectionAsync(context.CancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var rates = await KnownRates.ListAsync(connection, day, context.CancellationToken);
        return new()
        {
            ExchangeRates =
            {
                rates.Select(r => new V1.ExchangeRate
                {
                    FromCurrencyCode = r.Rate.From,
                    ToCurrencyCode = r.Rate.To,
                    Rate = new() { Value = RateText(r.Rate.Value) },
                    ValidOn = Amounts.ToContract(r.Rate.ValidOn),
                    Source = r.Source,
                }),
            },
        };
    }

    private static string RateText(decimal rate) =>
        rate.ToString("0.############", System.Globalization.CultureInfo.InvariantCulture);
}
