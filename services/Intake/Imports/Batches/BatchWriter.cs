using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Intake.Imports.Rows;
using Risk.Intake.Storage;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Batches;

/// <summary>
/// Keeps the rows of an import, many at a time: all that a batch brings, its events, its audit and the counts of the
/// import are one transaction. A batch that collides with another writer is tried again.
/// </summary>
internal sealed class BatchWriter(IntakeDb db, ImportProgress progress, CustomerDirectory directory, BatchSteps steps)
{
    private const int AttemptsMax = 5;
    private const string Savepoint = "batch";

    private bool asksFirst;

    /// <summary>Keeps the good rows and notes the others, in a transaction of their own.</summary>
    public Task KeepAsync(IReadOnlyList<MappedRow> rows, CancellationToken cancellation) =>
        TryAgainAsync(async () =>
        {
            var batch = new Batch(rows);
            await using var work = await db.Database.BeginTransactionAsync(cancellation);
            await RunStepsAsync(batch, cancellation);
            var counts = progress.Counts.With(batch);
            await progress.SaveAsync(batch, counts, cancellation);
            await work.CommitAsync(cancellation);
            progress.Take(counts);
            Remember(batch);
        });

    /// <summary>
    /// Writes the rows in the transaction of the whole file, and holds the refused ones until it ends.
    /// </summary>
    public Task WriteInWholeAsync(IReadOnlyList<MappedRow> rows, CancellationToken cancellation)
    {
        var whole = db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("There is no transaction for the whole file.");
        return TryAgainAsync(async () =>
        {
            var batch = new Batch(rows);
            await whole.CreateSavepointAsync(Savepoint, cancellation);
            try
            {
                await RunStepsAsync(batch, cancellation);
            }
            catch (Exception collided) when (IsCollision(collided))
            {
                await whole.RollbackToSavepointAsync(Savepoint, cancellation);
                throw;
            }
            progress.Hold(batch);
            progress.Take(progress.Counts.With(batch));
            Remember(batch);
        });
    }

    private async Task TryAgainAsync(Func<Task> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await write();
                return;
            }
            catch (Exception collided) when (attempt < AttemptsMax && IsCollision(collided))
            {
                db.ChangeTracker.Clear();
                asksFirst = true;
            }
        }
    }

    private async Task RunStepsAsync(Batch batch, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await directory.LoadAsync(connection, References(batch), cancellation);
        await steps.Customers.LookUpAsync(batch, cancellation);
        await steps.Statements.LookUpAsync(batch, cancellation);
        await steps.Documents.LookUpAsync(connection, batch, asksFirst, cancellation);
        TakeRows(batch);
        await steps.Customers.WriteAsync(connection, batch, cancellation);
        await steps.Statements.WriteAsync(batch, cancellation);
        await steps.Documents.WriteAsync(connection, batch, cancellation);
        batch.Positions = await steps.Facts.WriteAsync(connection, batch, cancellation);
    }

    /// <summary>Row by row, in the order of the file: nothing of a row counts until all of it is found good.</summary>
    private void TakeRows(Batch batch)
    {
        var share = new RowShare();
        foreach (var (index, row) in batch.Good)
        {
            share.Clear();
            var fault = steps.Customers.Take(batch, row, share) ?? steps.Statements.Take(batch, row, share)
                ?? steps.Documents.Take(batch, row, share);
            if (fault is not null)
            {
                batch.Refuse(index, fault);
                continue;
            }
            steps.Customers.Keep(share);
            steps.Statements.Keep(share);
            steps.Documents.Keep(share);
            batch.Keep(index, share);
        }
    }

    private void Remember(Batch batch)
    {
        foreach (var (reference, customer) in batch.NewCustomers)
            directory.Add(reference, customer.CustomerId);
        foreach (var position in batch.Positions)
            progress.Positions[position.Partition] = position;
    }

    private static IEnumerable<ExternalRef> References(Batch batch)
    {
        foreach (var (_, row) in batch.Good)
        {
            foreach (var customer in row.Customers)
            {
                yield return customer.Ref;
                if (customer.Parent is { } parent)
                    yield return parent;
            }
            foreach (var statement in row.Statements)
                yield return statement.Customer;
            foreach (var document in row.Documents)
                yield return document.Customer;
        }
    }

    private static bool IsCollision(Exception failure) => failure switch
    {
        ConcurrentWriteException => true,
        PostgresException refused => refused.SqlState is PostgresErrorCodes.UniqueViolation
            or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        DbUpdateException { InnerException: { } inner } => IsCollision(inner),
        _ => false,
    };
}
