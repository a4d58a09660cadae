using Microsoft.EntityFrameworkCore;
using Risk.Intake.Storage;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Customers;

/// <summary>
/// Identifiers and references: each names one customer at most, but for VAT and registry numbers. They are claimed by
/// inserting them, so of two callers at once one gets them and the other learns who has.
/// </summary>
internal static class CustomerKeys
{
    public static async Task LoadAsync(
        IntakeDb db, IReadOnlyCollection<Customer> customers, CancellationToken cancellation)
    {
        var ids = customers.Select(c => c.CustomerId).ToArray();
        var identifiers = await db.CustomerIdentifiers.AsNoTracking()
            .Where(i => ids.Contains(i.CustomerId)).ToListAsync(cancellation);
        var refs = await db.CustomerRefs.AsNoTracking()
            .Where(r => ids.Contains(r.CustomerId)).ToListAsync(cancellation);
        var identifiersOf = identifiers.ToLookup(i => i.CustomerId);
        var refsOf = refs.ToLookup(r => r.CustomerId);
        foreach (var customer in customers)
        {
            customer.Identifiers.AddRange(identifiersOf[customer.CustomerId]);
            customer.Refs.AddRange(refsOf[customer.CustomerId]);
        }
    }

    /// <summary>
    /// Claims all identifiers and references of a customer; refuses, naming the other, when one is taken.
    /// </summary>
    public static async Task ClaimAsync(IntakeDb db, Customer customer, CancellationToken cancellation)
    {
        await ClaimIdentifiersAsync(db, customer, cancellation);
        await ClaimRefsAsync(db, customer, cancellation);
    }

    /// <summary>Replaces what the customer had claimed before.</summary>
    public static async Task ReplaceAsync(IntakeDb db, Customer customer, CancellationToken cancellation)
    {
        var id = customer.CustomerId;
        await db.CustomerIdentifiers.Where(i => i.CustomerId == id).ExecuteDeleteAsync(cancellation);
        await db.CustomerRefs.Where(r => r.CustomerId == id).ExecuteDeleteAsync(cancellation);
        await ClaimAsync(db, customer, cancellation);
    }

    private static async Task ClaimIdentifiersAsync(IntakeDb db, Customer customer, CancellationToken cancellation)
    {
        if (customer.Identifiers.Count == 0)
            return;
        var sorted = customer.Identifiers.OrderBy(i => i.Scheme).ThenBy(i => i.Value, StringComparer.Ordinal).ToArray();
        var schemes = sorted.Select(i => (short)i.Scheme).ToArray();
        var countries = sorted.Select(i => i.CountryCode).ToArray();
        var values = sorted.Select(i => i.Value).ToArray();
        var claimed = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customer_identifiers (customer_id, scheme, country_code, value)
            SELECT {customer.CustomerId}, * FROM unnest({schemes}, {countries}, {values})
            ON CONFLICT DO NOTHING
            """, cancellation);
        if (claimed == sorted.Length)
            return;
        var taken = await db.CustomerIdentifiers.FromSql(
            $"""
            SELECT i.* FROM customer_identifiers i
            JOIN unnest({schemes}, {countries}, {values}) AS wanted (scheme, country_code, value)
                USING (scheme, country_code, value)
            WHERE i.customer_id <> {customer.CustomerId} AND scheme IN (1, 2, 3)
            """).AsNoTracking().FirstAsync(cancellation);
        throw await TakenAsync(db, taken.CustomerId, $"{taken.Scheme.ToString().ToUpperInvariant()} {taken.Value}",
            cancellation);
    }

    private static async Task ClaimRefsAsync(IntakeDb db, Customer customer, CancellationToken cancellation)
    {
        if (customer.Refs.Count == 0)
            return;
        var sorted = customer.Refs.OrderBy(r => r.System, StringComparer.Ordinal).ToArray();
        var systems = sorted.Select(r => r.System).ToArray();
        var ids = sorted.Select(r => r.Id).ToArray();
        var claimed = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO customer_refs (customer_id, system, id)
            SELECT {customer.CustomerId}, * FROM unnest({systems}, {ids})
            ON CONFLICT DO NOTHING
            """, cancellation);
        if (claimed == sorted.Length)
            return;
        var taken = await db.CustomerRefs.FromSql(
            $"""
            SELECT r.* FROM customer_refs r JOIN unnest({systems}, {ids}) AS wanted (system, id) USING (system, id)
            WHERE r.customer_id <> {customer.CustomerId}
            """).AsNoTracking().FirstAsync(cancellation);
        throw await TakenAsync(db, taken.CustomerId, $"{taken.System}/{taken.Id}", cancellation);
    }

    private static async Task<Refusal> TakenAsync(IntakeDb db, Guid other, string key, CancellationToken cancellation)
    {
        var name = await db.Customers.Where(c => c.CustomerId == other).Select(c => c.LegalName)
            .FirstAsync(cancellation);
        return Refuse.AlreadyExists("customer", other.ToString(), new(
            $"{key} belongs to the customer '{name}' ({other}).", $"{key} 已属于客户“{name}”（{other}）。"));
    }
}
