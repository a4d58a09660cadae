using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;

namespace Risk.Scoring.Rescorings;

/// <summary>Starts, watches and cancels rescorings of the whole portfolio.</summary>
internal sealed partial class RescoringsService(ScoringDb db, AuditLog audit, TimeProvider clock)
    : V1.RescoringsService.RescoringsServiceBase;
