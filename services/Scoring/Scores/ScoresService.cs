using Risk.Scoring.Models;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;

namespace Risk.Scoring.Scores;

/// <summary>Scores customers and explains scores.</summary>
internal sealed partial class ScoresService(
    ScoringDb db, ModelsInUse models, Freshness freshness, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.ScoresService.ScoresServiceBase;
