using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using Risk.Monitoring.Storage;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Events;
using Risk.ServiceDefaults.Storage;

namespace Risk.Monitoring.Warnings;

/// <summary>Lists warnings and lets people dismiss them.</summary>
internal sealed partial class WarningsService(
    MonitoringDb db, Freshness freshness, Outbox outbox, AuditLog audit, TimeProvider clock)
    : V1.WarningsService.WarningsServiceBase
{
    private NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

    private async Task<IDbContextTransaction?> BeginAsync(CancellationToken ct) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;

    private async Task<Dictionary<Guid, string>> NamesAsync(IEnumerable<Guid> customers, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(Connection);
        batch.Add("SELECT customer_id, legal_name FROM customers WHERE customer_id = ANY ($1)")
            .Column(NpgsqlDbType.Uuid, customers.Distinct().ToArray());
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var names = new Dictionary<Guid, string>();
        while (await reader.ReadAsync(ct))
            names[reader.GetGuid(0)] = reader.GetString(1);
        return names;
    }
}
