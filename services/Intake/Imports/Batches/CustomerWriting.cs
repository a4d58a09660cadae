using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Intake.Customers;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Imports.Batches;

/// <summary>Writes the customers that a batch registers or changes, and tells of them.</summary>
internal sealed class CustomerWriting(IntakeDb db, TimeProvider clock)
{
    public async Task WriteAsync(
        NpgsqlConnection connection, Batch batch, KnownCustomers known, CancellationToken cancellation)
    {
        await ChangeAsync(batch, known, cancellation);
        await ClaimIdentifiersAsync(batch, cancellation);
        if (batch.NewCustomers.Count == 0)
            return;
        await ClaimRefsAsync(batch, cancellation);
        foreach (var customer in batch.NewCustomers.Values)
        {
            customer.IndexName();
            var fact = new V1.CustomerRegistered { Customer = customer.ToContract() };
            batch.Tell("customers.import", fact.Customer.CustomerId, fact, clock);
        }
        await DeferParentsAsync(batch, cancellation);
        await CustomerCopy.WriteAsync(connection, batch.NewCustomers.Values, cancellation);
    }

    private async Task ChangeAsync(Batch batch, KnownCustomers known, CancellationToken cancellation)
    {
        if (batch.ChangedCustomers.Count == 0)
            return;
        foreach (var (customer, fields) in batch.ChangedCustomers.Values)
        {
            customer.NoteChange(clock.Now());
            var fact = new V1.CustomerChanged { Customer = customer.ToContract(), ChangedFields = { fields } };
            batch.Tell("customers.import", fact.Customer.CustomerId, fact, clock);
            // It is locked, so it is of the version that was read.
            db.Update(customer).Property(c => c.Version).OriginalValue = known.Of(customer.CustomerId).Version;
        }
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        var ids = WithNewIdentifiers(batch).Select(c => c.CustomerId).ToArray();
        await db.CustomerIdentifiers.Where(i => ids.Contains(i.CustomerId)).ExecuteDeleteAsync(cancellation);
    }

    private static IEnumerable<Customer> WithNewIdentifiers(Batch batch) => batch.ChangedCustomers.Values
        .Where(c => c.Fields.Contains("identifiers", StringComparer.Ordinal)).Select(c => c.Customer);

    /// <summary>
    /// Customers are written in the order of their ids, which is chance within a millisecond: a child may come first.
    /// </summary>
    private async Task DeferParentsAsync(Batch batch, CancellationToken cancellation)
    {
        if (batch.NewCustomers.Values.Any(c => c.ParentCustomerId is not null))
            await db.Database.ExecuteSqlAsync($"SET CONSTRAINTS customers_parent_is_known DEFERRED", cancellation);
    }

    private async Task ClaimRefsAsync(Batch batch, CancellationToken cancellation)
    {
        var sorted = batch.NewCustomers.OrderBy(c => c.Key.System, StringComparer.Ordinal)
            .ThenBy(c => c.Key.Id, StringComparer.Ordinal).ToArray();
        var claimed = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customer_refs (customer_id, system, id)
            SELECT * FROM unnest({sorted.Select(c => c.Value.CustomerId).ToArray()},
                {sorted.Select(c => c.Key.System).ToArray()}, {sorted.Select(c => c.Key.Id).ToArray()})
            ON CONFLICT DO NOTHING
            """, cancellation);
        if (claimed < sorted.Length)
            throw new ConcurrentWriteException();
    }

    private async Task ClaimIdentifiersAsync(Batch batch, CancellationToken cancellation)
    {
        var wanted = batch.NewCustomers.Values.Concat(WithNewIdentifiers(batch)).SelectMany(c => c.Identifiers)
            .OrderBy(i => i.Scheme).ThenBy(i => i.Value, StringComparer.Ordinal).ToArray();
        if (wanted.Length == 0)
            return;
        var claimed = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customer_identifiers (customer_id, scheme, country_code, value)
            SELECT * FROM unnest(
                {wanted.Select(i => i.CustomerId).ToArray()}, {wanted.Select(i => (short)i.Scheme).ToArray()},
                {wanted.Select(i => i.CountryCode).ToArray()}, {wanted.Select(i => i.Value).ToArray()})
            ON CONFLICT DO NOTHING
            """, cancellation);
        if (claimed < wanted.Length)
            throw new ConcurrentWriteException();
    }
}
