using Npgsql;
using Risk.Scoring.Policies;

namespace Risk.Scoring.Decisions;

/// <summary>Shows past verdicts with what they were decided from, and decides them anew.</summary>
internal sealed partial class DecisionsService(NpgsqlDataSource database, PoliciesInForce policies)
    : V1.DecisionsService.DecisionsServiceBase;
