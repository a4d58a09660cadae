using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.ExchangeRates;

/// <summary>Keeps the exchange rates by which exposures in several currencies are judged together.</summary>
internal sealed partial class ExchangeRatesService(
    ScoringDb db, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.ExchangeRatesService.ExchangeRatesServiceBase;
