using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Risk.Intake.Customers.Rules;
using Risk.Intake.Rules;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Requests;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Customers;

partial class CustomersService
{
    /// <summary>Changes the named fields of a customer's master data.</summary>
    [Roles(Role.Integrator | Role.Sales | Role.Finance | Role.Legal | Role.Risk)]
    public override async Task<V1.ChangeCustomerResponse> ChangeCustomer(
        V1.ChangeCustomerRequest request, ServerCallContext context)
    {
        var cancellation = context.CancellationToken;
        var given = request.Customer ?? new();
        await using var work = await db.BeginWorkAsync(cancellation);
        var customer = await LockAsync(request.CustomerId, cancellation);
        Etag.Check(given.Etag, customer.Version);
        var changed = Apply(given, request.UpdateMask?.Paths ?? [], customer, context.Caller().Roles);
        if (changed.Contains("parent_customer_id", StringComparer.Ordinal))
            await Parents.CheckAsync(db, customer, cancellation);
        if (changed.Any(field => field is "identifiers" or "external_refs"))
            await CustomerKeys.ReplaceAsync(db, customer, cancellation);
        customer.NoteChange(clock.Now());

        var fact = new V1.CustomerChanged { Customer = customer.ToContract(), ChangedFields = { changed } };
        outbox.Add(fact.Customer.CustomerId, fact);
        audit.Add(context, "customers.change", fact.Customer.CustomerId, fact);
        await db.SaveChangesAsync(cancellation);
        await work.CommitAsync(cancellation);
        return new() { Customer = fact.Customer, Position = outbox.Position };
    }

    private async Task<Customer> LockAsync(string customerId, CancellationToken cancellation)
    {
        var id = FromContract.Id(customerId, "customer");
        var customer = await db.Customers.FromSql($"SELECT * FROM customers WHERE customer_id = {id} FOR UPDATE")
            .FirstOrDefaultAsync(cancellation) ?? throw Refuse.NotFound("customer", customerId);
        await CustomerKeys.LoadAsync(db, [customer], cancellation);
        return customer;
    }

    private string[] Apply(V1.Customer given, IReadOnlyList<string> mask, Customer customer, Role roles)
    {
        var faults = new Faults();
        var (nameBefore, statusBefore, recordsBefore) = (customer.LegalName, customer.Status, customer.LegalRecords);
        var changed = CustomerFields.Set(
            customer, given, mask.Count > 0 ? mask : CustomerFields.NamesOfSet(given), faults);
        faults.That(changed.Length > 0, "update_mask", "NOTHING_TO_CHANGE", new(
            "names no field to change", "没有指明要修改的字段"));
        StatusTransitions.Check(statusBefore, customer.Status, faults);
        GuardedFacts.NoRecordIsRemoved(recordsBefore, customer.LegalRecords, faults);
        CustomerRules.Check(customer, clock.LatestToday(), faults);
        faults.ThrowIfAny("customer");
        if (GuardedFacts.DeniedOf((statusBefore, recordsBefore), customer, roles) is { } denied)
            throw Refuse.Denied(denied.Rule, denied.Text);
        if (!string.Equals(nameBefore, customer.LegalName, StringComparison.Ordinal)
            && !changed.Contains("former_names", StringComparer.Ordinal))
        {
            customer.FormerNames = [nameBefore, .. customer.FormerNames.Take(CustomerRules.FormerNamesMax - 1)];
            changed = [.. changed, "former_names"];
        }
        return changed;
    }
}
