using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Risk.ServiceDefaults.Storage;

namespace Risk.ServiceDefaults.Events;

/// <summary>Applies events of one partition: the effects and the cursor in one transaction.</summary>
internal sealed class Applier(IServiceScopeFactory scopes, Reactions reactions, Cursors cursors)
{
    /// <summary>
    /// Applies what follows the cursor, and answers where the cursor is then. Events that another instance has applied
    /// meanwhile are skipped.
    /// </summary>
    public async Task<Cursor> ApplyAsync(IReadOnlyList<EventEnvelope> run, CancellationToken ct)
    {
        var (producer, partition) = (run[0].Producer, run[0].Partition);
        if (run.All(e => !reactions.Any(e.Type)))
        {
            var step = (From: cursors.Of(producer, partition), To: Cursor.After(run[^1]));
            if (step.From.Sequence == run[0].Sequence - 1 && step.From.Sequence > 0
                && await cursors.PassAsync(producer, partition, step, ct))
            {
                cursors.MoveTo(producer, partition, step.To);
                return step.To;
            }
        }
        return await InTransactionAsync(producer, partition, (work, cursor) => ReactAsync(work, run, cursor, ct), ct);
    }

    /// <summary>Sets an event aside and goes on after it.</summary>
    public Task<Cursor> ParkAsync(EventEnvelope e, Exception failure, int attempts, CancellationToken ct) =>
        InTransactionAsync(e.Producer, e.Partition, async (work, cursor) =>
        {
            if (InboxRule.StepFor(cursor.Sequence, e.Sequence) != InboxStep.Apply)
                return cursor;
            await ParkedEvents.InsertAsync(work.Connection, e, failure, attempts, ct);
            return Cursor.After(e);
        }, ct);

    /// <summary>
    /// Applies a parked event out of its order and marks it, in one transaction; nothing when it is marked already.
    /// </summary>
    public async Task ReplayAsync(EventEnvelope e, CancellationToken ct)
    {
        await using var work = await Work.BeginAsync(scopes, ct);
        if (!await ParkedEvents.LockOpenAsync(work.Connection, e.Id, ct))
            return;
        // The events of a partition are applied one after another, this one with them.
        await Cursors.LockAsync(work.Connection, e.Producer, e.Partition, ct);
        await ReactAsync(work, e, ct);
        await work.EndRunAsync(ct);
        await ParkedEvents.MarkReplayedAsync(work.Connection, e.Id, ct);
        await work.CommitAsync(ct);
    }

    private async Task<Cursor> InTransactionAsync(
        string producer, int partition, Func<Work, Cursor, Task<Cursor>> act, CancellationToken ct)
    {
        await using var work = await Work.BeginAsync(scopes, ct);
        var before = await Cursors.LockAsync(work.Connection, producer, partition, ct);
        var after = await act(work, before);
        if (after != before)
            await Cursors.SaveAsync(work.Connection, producer, partition, after, ct);
        await work.CommitAsync(ct);
        cursors.Correct(producer, partition, after);
        return after;
    }

    private async Task<Cursor> ReactAsync(
        Work work, IReadOnlyList<EventEnvelope> run, Cursor cursor, CancellationToken ct)
    {
        foreach (var e in InboxRule.ToApply(cursor.Sequence, run))
        {
            await ReactAsync(work, e, ct);
            cursor = Cursor.After(e);
        }
        await work.EndRunAsync(ct);
        return cursor;
    }

    private async Task ReactAsync(Work work, EventEnvelope e, CancellationToken ct)
    {
        if (!reactions.Any(e.Type))
            return;
        using var activity = EventTrace.Continue("process " + e.Type, ActivityKind.Consumer, e.TraceParent);
        await reactions.ReactAsync(work.Services, e, ct);
        await work.SaveAsync(ct);
    }

    private sealed class Work(
        AsyncServiceScope scope, ServiceDb db, IDbContextTransaction transaction) : IAsyncDisposable
    {
        public IServiceProvider Services => scope.ServiceProvider;

        public ServiceDb Db => db;

        public NpgsqlConnection Connection => (NpgsqlConnection)db.Database.GetDbConnection();

        public static async Task<Work> BeginAsync(IServiceScopeFactory scopes, CancellationToken ct)
        {
            var scope = scopes.CreateAsyncScope();
            try
            {
                var db = scope.ServiceProvider.GetRequiredService<ServiceDb>();
                return new Work(scope, db, await db.Database.BeginTransactionAsync(ct));
            }
            catch
            {
                await scope.DisposeAsync();
                throw;
            }
        }

        public async Task EndRunAsync(CancellationToken ct)
        {
            foreach (var end in Services.GetServices<IRunEnd>())
                await end.EndRunAsync(ct);
            await SaveAsync(ct);
        }

        public async Task SaveAsync(CancellationToken ct)
        {
            if (db.ChangeTracker.HasChanges())
                await db.SaveChangesAsync(ct);
            // The next event of the run sees what is in the database, as it would in a transaction of its own.
            db.ChangeTracker.Clear();
        }

        public Task CommitAsync(CancellationToken ct) => transaction.CommitAsync(ct);

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await scope.DisposeAsync();
        }
    }
}
