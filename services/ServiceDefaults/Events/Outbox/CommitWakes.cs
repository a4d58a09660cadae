using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Risk.ServiceDefaults.Audit;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Events;

/// <summary>
/// Wakes the relay and the sealer after a commit that gave them work; before it, they would find nothing.
/// </summary>
internal sealed class CommitWakes(Relay relay, Sealer sealer) : DbTransactionInterceptor, ISaveChangesInterceptor
{
    public ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is ServiceDb db && HasWork(db))
            db.TellAfterCommit();
        return ValueTask.FromResult(result);
    }

    public ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is ServiceDb { Database.CurrentTransaction: null } db)
            Wake(db);
        return ValueTask.FromResult(result);
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is ServiceDb db)
            Wake(db);
        return Task.CompletedTask;
    }

    private static bool HasWork(DbContext db) => db.ChangeTracker.Entries()
        .Any(entry => entry is { State: EntityState.Added, Entity: OutboxRow or AuditEntry });

    private void Wake(ServiceDb db)
    {
        if (!db.HasEventsToTell)
            return;
        db.HasEventsToTell = false;
        relay.Wake();
        sealer.Wake();
    }
}
