using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Customers.Identifiers;
using Risk.Intake.Customers.Names;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Customers;

partial class CustomersService
{
    /// <summary>Lists customers by name.</summary>
    [Roles(Role.Readers)]
    public override async Task<V1.ListCustomersResponse> ListCustomers(
        V1.ListCustomersRequest request, ServerCallContext context)
    {
        var size = PageToken.Size(request.PageSize);
        var query = string.Join('\n', "customers", request.NameContains, request.Identifier, request.ExternalSystem,
            request.ExternalId, request.Status);
        var customers = Matching(request);
        if (PageToken.Read(request.PageToken, query, keysCount: 2) is [var name, var id])
        {
            customers = customers.Where(c => EF.Functions.GreaterThan(
                ValueTuple.Create(c.LegalName, c.CustomerId), ValueTuple.Create(name, Guid.Parse(id))));
        }
        var page = await customers.OrderBy(c => c.LegalName).ThenBy(c => c.CustomerId)
            .Take(size + 1).ToListAsync(context.CancellationToken);
        var answer = new V1.ListCustomersResponse();
        if (page.Count > size)
        {
            page.RemoveAt(size);
            answer.NextPageToken = PageToken.After(query, page[^1].LegalName, page[^1].CustomerId.ToString());
        }
        await CustomerKeys.LoadAsync(db, page, context.CancellationToken);
        answer.Customers.Add(page.Select(c => c.ToContract()));
        return answer;
    }

    private IQueryable<Customer> Matching(V1.ListCustomersRequest request)
    {
        var check = new InputCheck();
        check.NoLongerThan(200, request.NameContains, "name_contains");
        check.That(request.ExternalSystem.Length > 0 == request.ExternalId.Length > 0, "external_id",
            new("external_system and external_id are given together", "external_system 与 external_id 须同时给出"));
        check.ThrowIfAny();
        var customers = db.Customers.AsNoTracking();
        if (request.NameContains.Length > 0)
        {
            customers = Named(request.NameContains).AsNoTracking();
        }
        if (request.Identifier.Length > 0)
        {
            var values = IdentifierRules.SpellingsOf(request.Identifier);
            customers = customers.Where(c => db.CustomerIdentifiers
                .Any(i => i.CustomerId == c.CustomerId && values.Contains(i.Value)));
        }
        if (request.ExternalSystem.Length > 0)
        {
            customers = customers.Where(c => db.CustomerRefs.Any(r =>
                r.CustomerId == c.CustomerId && r.System == request.ExternalSystem && r.Id == request.ExternalId));
        }
        return request.Status == V1.CustomerStatus.Unspecified
            ? customers
            : customers.Where(c => c.Status == request.Status);
    }

    /// <summary>
    /// By present and former names. The columns are ordered by bytes, where only ASCII has capitals, so the letters are
    /// folded by Unicode here.
    /// </summary>
    private IQueryable<Customer> Named(string part)
    {
        var pattern = string.Concat(part.Select(Letters.HalfWidth)).Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        return db.Customers.FromSql(
            $"""
            SELECT * FROM customers
            WHERE EXISTS (
                SELECT FROM unnest(array_append(former_names, legal_name)) AS known (name)
                WHERE normalize(known.name, NFKC) COLLATE "und-x-icu" ILIKE {'%' + pattern + '%'})
            """);
    }
}
