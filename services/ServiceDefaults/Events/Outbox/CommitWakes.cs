using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Risk.ServiceDefaults.Audit;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Wakes the relay and the sealer after a commit that gave them work; before it, they would find nothing.
/// </summary>
internal sealed class CommitWakes(Relay relay, Sealer sealer) : DbTransactionInterceptor, ISaveChangesInterceptor
{
    private readonly ConditionalWeakTable<DbContext, object> pending = [];

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db && HasWork(db))
            pending.AddOrUpdate(db, pending);
        return ValueTask.FromResult(result);
    }

    public ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { Database.CurrentTransaction: null } db)
            Wake(db);
        return ValueTask.FromResult(result);
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db)
            Wake(db);
        return Task.CompletedTask;
    }

    private static bool HasWork(DbContext db) => db.ChangeTracker.Entries()
        .Any(entry => entry is { State: EntityState.Added, Entity: OutboxRow or AuditEntry });

    private void Wake(DbContext db)
    {
        if (!pending.Remove(db))
            return;
        relay.Wake();
        sealer.Wake();
    }
}
