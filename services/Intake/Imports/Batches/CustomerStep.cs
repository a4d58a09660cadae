using Microsoft.EntityFrameworkCore;
using Npgsql;
using Risk.Intake.Customers;
using Risk.Intake.Imports.Rows;
using Risk.Intake.Rules;
using Risk.Intake.Storage;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Batches;

/// <summary>Registers the customers of a batch that are not known, and compares those that are.</summary>
internal sealed class CustomerStep(IntakeDb db, CustomerDirectory directory, TimeProvider clock)
{
    public async Task RunAsync(NpgsqlConnection connection, Batch batch, CancellationToken cancellation)
    {
        var hashes = await HashesOfKnownAsync(batch, cancellation);
        var indexOf = new Dictionary<ExternalRef, int>();
        foreach (var (index, row) in batch.Good)
        {
            foreach (var draft in row.Customers)
                Take(batch, index, draft, hashes, indexOf);
        }
        if (batch.NewCustomers.Count == 0)
            return;
        await ClaimRefsAsync(batch, cancellation);
        await ClaimIdentifiersAsync(batch, indexOf, cancellation);
        foreach (var customer in batch.NewCustomers.Values)
        {
            customer.IndexName();
            var fact = new V1.CustomerRegistered { Customer = customer.ToContract() };
            batch.Tell("customers.import", fact.Customer.CustomerId, fact, clock);
        }
        await DeferParentsAsync(batch, cancellation);
        await CustomerCopy.WriteAsync(connection, batch.NewCustomers.Values, cancellation);
    }

    /// <summary>
    /// Customers are written in the order of their ids, which is chance within a millisecond: a child may come first.
    /// </summary>
    private async Task DeferParentsAsync(Batch batch, CancellationToken cancellation)
    {
        if (batch.NewCustomers.Values.Any(c => c.ParentCustomerId is not null))
            await db.Database.ExecuteSqlAsync($"SET CONSTRAINTS customers_parent_is_known DEFERRED", cancellation);
    }

    private void Take(Batch batch, int index, CustomerDraft draft, Dictionary<Guid, byte[]> hashes,
        Dictionary<ExternalRef, int> indexOf)
    {
        var (reference, customer) = (draft.Ref, draft.Customer);
        if (draft.Parent is { } parent && (customer.ParentCustomerId = Resolve(batch, parent)) is null)
        {
            batch.Refuse(index, new("parent", "UNKNOWN_PARENT", new(
                "is not known: parents stand on earlier lines", "未知的上级客户：上级须在前面的行中"), parent.Id));
            return;
        }
        var hash = CustomerContract.ContentHashOf(customer);
        var known = directory.Find(reference);
        var inBatch = batch.NewCustomers.GetValueOrDefault(reference);
        if (known is null && inBatch is null)
        {
            Register(customer, hash);
            batch.NewCustomers[reference] = customer;
            indexOf[reference] = index;
            batch.NoteRecorded(index);
            return;
        }
        var kept = known is { } id ? hashes.GetValueOrDefault(id) : inBatch!.ContentHash;
        if (draft.KeepsKnown || (kept is not null && kept.AsSpan().SequenceEqual(hash)))
        {
            batch.NoteRepeated(index);
            return;
        }
        batch.Refuse(index, new("id", "ALREADY_RECORDED_DIFFERENTLY", new(
            "is registered with other content; change it by ChangeCustomer", "已以不同内容登记；请通过修改客户接口变更"),
            reference.Id));
    }

    private void Register(Customer customer, byte[] hash)
    {
        var now = clock.Now();
        customer.CustomerId = Guid.CreateVersion7(now);
        (customer.CreatedAt, customer.ChangedAt, customer.ContentHash) = (now, now, hash);
    }

    private Guid? Resolve(Batch batch, ExternalRef reference) =>
        directory.Find(reference) ?? batch.NewCustomers.GetValueOrDefault(reference)?.CustomerId;

    private async Task<Dictionary<Guid, byte[]>> HashesOfKnownAsync(Batch batch, CancellationToken cancellation)
    {
        var ids = batch.Good.SelectMany(g => g.Row.Customers).Where(c => !c.KeepsKnown)
            .Select(c => directory.Find(c.Ref)).OfType<Guid>().Distinct().ToArray();
        return ids.Length == 0 ? [] : await db.Customers.AsNoTracking().Where(c => ids.Contains(c.CustomerId))
            .ToDictionaryAsync(c => c.CustomerId, c => c.ContentHash, cancellation);
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

    private async Task ClaimIdentifiersAsync(
        Batch batch, Dictionary<ExternalRef, int> indexOf, CancellationToken cancellation)
    {
        foreach (var customer in batch.NewCustomers.Values)
        {
            foreach (var identifier in customer.Identifiers)
                identifier.CustomerId = customer.CustomerId;
        }
        var wanted = batch.NewCustomers.Values.SelectMany(c => c.Identifiers)
            .OrderBy(i => i.Scheme).ThenBy(i => i.Value, StringComparer.Ordinal).ToArray();
        if (wanted.Length == 0)
            return;
        var claimed = await db.Database.SqlQuery<Claim>(
            $"""
            INSERT INTO customer_identifiers (customer_id, scheme, country_code, value)
            SELECT * FROM unnest(
                {wanted.Select(i => i.CustomerId).ToArray()}, {wanted.Select(i => (short)i.Scheme).ToArray()},
                {wanted.Select(i => i.CountryCode).ToArray()}, {wanted.Select(i => i.Value).ToArray()})
            ON CONFLICT DO NOTHING
            RETURNING customer_id AS "CustomerId", scheme AS "Scheme", country_code AS "CountryCode"
            """).ToListAsync(cancellation);
        var taken = wanted.ExceptBy(claimed, i => new Claim(i.CustomerId, (short)i.Scheme, i.CountryCode)).ToArray();
        await RefuseTakenAsync(batch, indexOf, taken, cancellation);
    }

    /// <summary>Those whose identifier belongs to another, and those whose parent is among them.</summary>
    private async Task RefuseTakenAsync(Batch batch, Dictionary<ExternalRef, int> indexOf,
        CustomerIdentifier[] taken, CancellationToken cancellation)
    {
        if (taken.Length == 0)
            return;
        var refused = taken.DistinctBy(i => i.CustomerId).ToDictionary(i => i.CustomerId, i => new Fault(
            "identifiers", "IDENTIFIER_TAKEN", new("belongs to another customer", "已属于其他客户"), i.Value));
        while (batch.NewCustomers.Values.FirstOrDefault(c => !refused.ContainsKey(c.CustomerId)
            && c.ParentCustomerId is { } parent && refused.ContainsKey(parent)) is { } orphan)
        {
            refused[orphan.CustomerId] = new("parent", "UNKNOWN_PARENT", new("was refused", "上级客户已被拒绝"));
        }
        foreach (var (reference, customer) in batch.NewCustomers.ToArray())
        {
            if (!refused.TryGetValue(customer.CustomerId, out var fault))
                continue;
            batch.Refuse(indexOf[reference], fault);
            batch.NewCustomers.Remove(reference);
        }
        var ids = refused.Keys.ToArray();
        await db.CustomerIdentifiers.Where(i => ids.Contains(i.CustomerId)).ExecuteDeleteAsync(cancellation);
        await db.CustomerRefs.Where(r => ids.Contains(r.CustomerId)).ExecuteDeleteAsync(cancellation);
    }

    private sealed record Claim(Guid CustomerId, short Scheme, string CountryCode);
}
