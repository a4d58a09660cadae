using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Conditions;

/// <summary>Keeps the conditions under which credit was approved.</summary>
internal sealed partial class ConditionsService(ScoringDb db, AuditLog audit, TimeProvider clock)
    : V1.ConditionsService.ConditionsServiceBase
{
    private const int ListedMax = 500;

    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>The customer, whose account is there.</summary>
    private async Task<Guid> CustomerAsync(string customerId, CancellationToken ct) =>
        Guid.TryParse(customerId, out var id) && await db.Set<CreditAccount>().AnyAsync(a => a.CustomerId == id, ct)
            ? id
            : throw Refuse.NotFound("customer", customerId);
}
