using Risk.Scoring.Concentration;
using Risk.Scoring.Conditions;
using Risk.Scoring.Covers;
using Risk.Scoring.Credit;
using Risk.Scoring.Decisions;
using Risk.Scoring.ExchangeRates;
using Risk.Scoring.ExpectedLosses;
using Risk.Scoring.GradeOverrides;
using Risk.Scoring.Holds;
using Risk.Scoring.Models;
using Risk.Scoring.Operations;
using Risk.Scoring.Orders;
using Risk.Scoring.Policies;
using Risk.Scoring.ProvisionRules;
using Risk.Scoring.Rescorings;
using Risk.Scoring.Reservations;
using Risk.Scoring.Samples;
using Risk.Scoring.Scores;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults;
using Risk.ServiceDefaults.Hosting;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring;

/// <summary>Scores customers, keeps their credit and checks their orders.</summary>
public sealed class ScoringService : IRiskService
{
    public static string Name => "scoring";

    public static void AddTo(WebApplicationBuilder builder)
    {
        builder.AddServiceDatabase<ScoringDb>();
        AddScores(builder);
        AddOrders(builder);
    }

    public static void MapTo(WebApplication app)
    {
        app.MapGrpcService<CreditAccountsService>();
        app.MapGrpcService<ExchangeRatesService>();
        app.MapGrpcService<OrdersService>();
        app.MapGrpcService<DecisionsService>();
        app.MapGrpcService<PoliciesService>();
        app.MapGrpcService<ExpectedLossesService>();
        app.MapGrpcService<ProvisionRulesService>();
        app.MapGrpcService<CoversService>();
        app.MapGrpcService<ConditionsService>();
        app.MapGrpcService<ReservationsService>();
        app.MapGrpcService<HoldsService>();
        app.MapGrpcService<ScoresService>();
        app.MapGrpcService<ModelsService>();
        app.MapGrpcService<SamplesService>();
        app.MapGrpcService<GradeOverridesService>();
        app.MapGrpcService<RescoringsService>();
        app.MapGrpcService<EventsService>();
        app.MapGrpcService<AuditService>();
    }

    private static void AddScores(WebApplicationBuilder builder)
    {
        builder.AddSettings<RescoreSettings>();
        builder.Services.AddSingleton(new ScoringModels());
        builder.Services.AddSingleton<ModelsInUse>();
        builder.Services.AddHostedService<PublishShippedModel>();
        builder.Services.AddSingleton<RescorePace>();
        builder.Services.AddSingleton<HoldingScores>();
        builder.Services.AddSingleton<CurrentScores>();
        builder.Services.AddSingleton<ScoreKeeping>();
        builder.Services.AddSingleton<RescoreBatch>();
        builder.Services.AddScoped<ScoreAnew>();
        builder.Services.AddScoped<PortfolioWriting>();
        builder.Services.AddHostedService<RescorePortfolio>();
        builder.Services.AddHostedService<ExpireGradeOverrides>();
        builder.Services.AddConstraintRefusal("rescorings_one_at_a_time", RescoringsService.UnderWay);
        builder.Services.AddHostedService<Rescoring>();
        builder.Services.AddSingleton<AgedScores>();
        builder.Services.AddHostedService<RescoreWhenTimePasses>();
    }

    private static void AddOrders(WebApplicationBuilder builder)
    {
        builder.AddSettings<DecisionSettings>();
        builder.Services.AddHostedService<KeepDecisions>();
        builder.AddSettings<ConcentrationSettings>();
        builder.Services.AddHostedService<SumPortfolio>();
        builder.Services.AddSingleton<PoliciesInForce>();
        builder.Services.AddSingleton<LossRulesInForce>();
        builder.Services.AddSingleton<OrderBatch>();
        builder.Services.AddSingleton<OrderQueue>();
        builder.Services.AddHostedService<ExpireReservations>();
        builder.Services.AddHostedService<RecheckHolds>();
    }
}
