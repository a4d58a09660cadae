using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace Risk.Client;

/// <summary>
/// A connection to a risk suite: typed clients over one channel, each call with the API key, a deadline, and retries
/// where repeating is safe. Thread-safe; keep one per process.
/// </summary>
public sealed class RiskClient : IDisposable
{
    private readonly GrpcChannel channel;

    /// <summary>Connects lazily: the first call opens the connection.</summary>
    public RiskClient(RiskClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        channel = GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = options.MessageBytesMax,
            MaxSendMessageSize = options.MessageBytesMax,
        });
        Calls = channel.CreateCallInvoker().Intercept(new CallDefaults(options), new SafeRetries(options));
    }

    /// <summary>What every client of this connection calls through; build any generated client on it.</summary>
    public CallInvoker Calls { get; }

    public Intake.V1.CustomersService.CustomersServiceClient Customers => new(Calls);
    public Intake.V1.StatementsService.StatementsServiceClient Statements => new(Calls);
    public Intake.V1.DocumentsService.DocumentsServiceClient Documents => new(Calls);
    public Intake.V1.ImportsService.ImportsServiceClient Imports => new(Calls);
    public Intake.V1.ApiKeysService.ApiKeysServiceClient ApiKeys => new(Calls);
    public Intake.V1.AuditService.AuditServiceClient IntakeAudit => new(Calls);
    public Intake.V1.EventsService.EventsServiceClient IntakeEvents => new(Calls);
    public Scoring.V1.ScoresService.ScoresServiceClient Scores => new(Calls);
    public Scoring.V1.CreditAccountsService.CreditAccountsServiceClient CreditAccounts => new(Calls);
    public Scoring.V1.ExchangeRatesService.ExchangeRatesServiceClient ExchangeRates => new(Calls);
    public Scoring.V1.OrdersService.OrdersServiceClient Orders => new(Calls);
    public Scoring.V1.CoversService.CoversServiceClient Covers => new(Calls);
    public Scoring.V1.ConditionsService.ConditionsServiceClient Conditions => new(Calls);
    public Scoring.V1.ModelsService.ModelsServiceClient Models => new(Calls);

    public Scoring.V1.SamplesService.SamplesServiceClient Samples => new(Calls);
    public Scoring.V1.GradeOverridesService.GradeOverridesServiceClient GradeOverrides => new(Calls);
    public Scoring.V1.RescoringsService.RescoringsServiceClient Rescorings => new(Calls);
    public Scoring.V1.PoliciesService.PoliciesServiceClient Policies => new(Calls);
    public Scoring.V1.ExpectedLossesService.ExpectedLossesServiceClient ExpectedLosses => new(Calls);
    public Scoring.V1.ProvisionRulesService.ProvisionRulesServiceClient ProvisionRules => new(Calls);
    public Scoring.V1.ReservationsService.ReservationsServiceClient Reservations => new(Calls);
    public Scoring.V1.HoldsService.HoldsServiceClient Holds => new(Calls);
    public Scoring.V1.DecisionsService.DecisionsServiceClient Decisions => new(Calls);
    public Scoring.V1.AuditService.AuditServiceClient ScoringAudit => new(Calls);
    public Scoring.V1.EventsService.EventsServiceClient ScoringEvents => new(Calls);
    public Monitoring.V1.IndicatorsService.IndicatorsServiceClient Indicators => new(Calls);
    public Monitoring.V1.WarningsService.WarningsServiceClient Warnings => new(Calls);
    public Monitoring.V1.AuditService.AuditServiceClient MonitoringAudit => new(Calls);
    public Monitoring.V1.EventsService.EventsServiceClient MonitoringEvents => new(Calls);
    public Alerting.V1.AlertsService.AlertsServiceClient Alerts => new(Calls);
    public Alerting.V1.SubscriptionsService.SubscriptionsServiceClient Subscriptions => new(Calls);
    public Alerting.V1.AuditService.AuditServiceClient AlertingAudit => new(Calls);
    public Alerting.V1.EventsService.EventsServiceClient AlertingEvents => new(Calls);

    public void Dispose() => channel.Dispose();
}
