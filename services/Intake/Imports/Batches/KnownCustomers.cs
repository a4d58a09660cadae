using Microsoft.EntityFrameworkCore;
using Risk.Intake.Customers;
using Risk.Intake.Customers.Identifiers;
using Risk.Intake.Mappings;
using Risk.Intake.Storage;

namespace Risk.Intake.Imports.Batches;

/// <summary>What the database knows of the customers of a batch, and whose their identifiers are.</summary>
internal sealed class KnownCustomers(IntakeDb db, CustomerDirectory directory)
{
    private readonly Dictionary<Guid, Customer> byId = [];
    private readonly Dictionary<(V1.IdentifierScheme, string Country, string Value), Guid> owners = [];

    public Customer Of(Guid id) => byId[id];

    /// <summary>Customers that the batch may change are locked, in one order for all writers.</summary>
    public async Task LookUpAsync(Batch batch, CancellationToken cancellation)
    {
        byId.Clear();
        owners.Clear();
        var drafts = batch.Good.SelectMany(g => g.Row.Customers).Where(c => c.Customer is not null).ToArray();
        await LoadOwnersAsync(drafts.SelectMany(d => d.Customer!.Identifiers), cancellation);
        var compared = drafts.Where(d => d.WhenKnown != WhenKnown.Keep).ToArray();
        var ids = compared.Select(d => directory.Find(d.Ref)).OfType<Guid>().Distinct().ToArray();
        if (ids.Length == 0)
            return;
        var found = compared.Any(d => d.WhenKnown == WhenKnown.Update)
            ? db.Customers.FromSql(
                $"SELECT * FROM customers WHERE customer_id = ANY ({ids}) ORDER BY customer_id FOR UPDATE")
            : db.Customers.Where(c => ids.Contains(c.CustomerId));
        var customers = await found.AsNoTracking().ToListAsync(cancellation);
        await CustomerKeys.LoadAsync(db, customers, cancellation);
        foreach (var customer in customers)
            byId[customer.CustomerId] = customer;
    }

    /// <summary>An identifier of the customer that names one company and belongs to another.</summary>
    public CustomerIdentifier? TakenOf(Customer customer) => customer.Identifiers.Find(i =>
        IdentifierRules.NamesOneCompany(i.Scheme)
        && owners.TryGetValue((i.Scheme, i.CountryCode, i.Value), out var owner) && owner != customer.CustomerId);

    public void NoteOwner(Customer customer)
    {
        foreach (var i in customer.Identifiers)
            owners[(i.Scheme, i.CountryCode, i.Value)] = customer.CustomerId;
    }

    private async Task LoadOwnersAsync(IEnumerable<CustomerIdentifier> identifiers, CancellationToken cancellation)
    {
        var wanted = identifiers.Where(i => IdentifierRules.NamesOneCompany(i.Scheme)).ToArray();
        if (wanted.Length == 0)
            return;
        var found = await db.CustomerIdentifiers.FromSql(
            $"""
            SELECT i.* FROM customer_identifiers i
            JOIN (SELECT DISTINCT * FROM unnest({wanted.Select(i => (short)i.Scheme).ToArray()},
                {wanted.Select(i => i.CountryCode).ToArray()}, {wanted.Select(i => i.Value).ToArray()}))
                AS wanted (scheme, country_code, value) USING (scheme, country_code, value)
            """).AsNoTracking().ToListAsync(cancellation);
        foreach (var identifier in found)
            owners[(identifier.Scheme, identifier.CountryCode, identifier.Value)] = identifier.CustomerId;
    }
}
