using Risk.Scoring.Credit;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring;

/// <summary>Scores customers, keeps their credit and checks their orders.</summary>
public sealed class ScoringService : IRiskService
{
    public static string Name => "scoring";

    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<ScoringDb>();
    }

    public static void MapTo(WebApplication app)
    {
        app.MapGrpcService<CreditAccountsService>();
        app.MapGrpcService<ExchangeRatesService>();
    }
}
