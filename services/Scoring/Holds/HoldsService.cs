using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Scoring.Credit;
using Risk.Scoring.Orders;
using Risk.Scoring.Policies;
using Risk.Scoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Scoring.Holds;

/// <summary>The release list: orders that were held.</summary>
internal sealed partial class HoldsService(
    ScoringDb db, OrderQueue writer, PoliciesInForce policies, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.HoldsService.HoldsServiceBase
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    /// <summary>An open hold with its customer's account locked, which guards it.</summary>
    private async Task<Hold> OpenAsync(string holdId, CancellationToken ct)
    {
        if (!Guid.TryParse(holdId, out var id))
            throw Refuse.NotFound("hold", holdId);
        var customerId = await db.Set<Hold>().Where(h => h.HoldId == id)
            .Select(h => (Guid?)h.CustomerId).SingleOrDefaultAsync(ct)
            ?? throw Refuse.NotFound("hold", holdId);
        await db.Set<CreditAccount>().LockedAsync(customerId, ct);
        var hold = await db.Set<Hold>().SingleAsync(h => h.HoldId == id, ct);
        return hold.State == V1.HoldState.Open
            ? hold
            : throw Refuse.Precondition("HOLD_DECIDED", new(
                "The hold is not open any more.", "该冻结已不处于待处理状态。"));
    }

    private async Task<Dictionary<Guid, string>> NamesAsync(IEnumerable<Guid> customers, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(Connection);
        batch.Add("SELECT customer_id, legal_name FROM customers WHERE customer_id = ANY ($1)")
            .With(customers.Distinct().ToArray());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var names = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(ct))
            names[reader.GetGuid(0)] = reader.GetString(1);
        return names;
    }

    private static void CheckReason(InputCheck check, string reason)
    {
        check.Given(reason, "reason");
        check.Reason(reason);
    }
}
