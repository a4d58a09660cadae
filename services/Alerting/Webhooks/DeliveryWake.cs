using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Risk.Alerting.Webhooks;

/// <summary>
/// Wakes the deliveries of this instance; calls that come while they are at work are remembered as one.
/// </summary>
internal sealed class DeliveryWake : IDisposable
{
    private readonly SemaphoreSlim woken = new(0, 1);
    private int pending;

    public void Wake()
    {
        if (Interlocked.Exchange(ref pending, 1) == 0)
            woken.Release();
    }

    public async Task WaitAsync(TimeSpan max, CancellationToken ct)
    {
        if (await woken.WaitAsync(max, ct))
            Volatile.Write(ref pending, 0);
    }

    public void Dispose() => woken.Dispose();
}

/// <summary>Wakes after a commit that wrote deliveries; before it, they would not be found.</summary>
internal sealed class WakeOnCommit(DeliveryWake wake) : DbTransactionInterceptor, ISaveChangesInterceptor
{
    private readonly ConditionalWeakTable<DbContext, object> writing = [];

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db
            && db.ChangeTracker.Entries<Delivery>().Any(e => e.State == EntityState.Added))
        {
            writing.AddOrUpdate(db, writing);
        }
        return ValueTask.FromResult(result);
    }

    public ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { Database.CurrentTransaction: null } db)
            WakeFor(db);
        return ValueTask.FromResult(result);
    }

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is { } db)
            WakeFor(db);
        return Task.CompletedTask;
    }

    private void WakeFor(DbContext db)
    {
        if (writing.Remove(db))
            wake.Wake();
    }
}
