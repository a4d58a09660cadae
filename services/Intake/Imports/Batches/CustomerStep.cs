using Npgsql;
using Risk.Intake.Customers;
using Risk.Intake.Customers.Rules;
using Risk.Intake.Imports.Rows;
using Risk.Intake.Mappings;
using Risk.Intake.Rules;
using Risk.Intake.Storage;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Identity;
using Risk.ServiceDefaults.Storage;

namespace Risk.Intake.Imports.Batches;

/// <summary>
/// Registers the customers of a batch that are not known; those that are known it compares, or changes when the mapping
/// says so.
/// </summary>
internal sealed class CustomerStep(IntakeDb db, CustomerDirectory directory, Role roles, TimeProvider clock)
{
    private readonly KnownCustomers known = new(db, directory);
    private readonly CustomerWriting writing = new(db, clock);

    public Task LookUpAsync(Batch batch, CancellationToken cancellation) => known.LookUpAsync(batch, cancellation);

    public Fault? Take(Batch batch, MappedRow row, RowShare share)
    {
        foreach (var draft in row.Customers)
        {
            var fault = PresentOf(batch, share, draft) switch
            {
                _ when draft.WhenKnown == WhenKnown.Keep && IsKnown(batch, share, draft) => Repeated(share),
                null => Register(batch, share, draft),
                var present => Compare(batch, share, draft, present),
            };
            if (fault is not null)
                return fault;
        }
        return null;
    }

    public void Keep(RowShare share)
    {
        foreach (var (_, customer) in share.Registered)
            known.NoteOwner(customer);
        foreach (var changed in share.Changed)
            known.NoteOwner(changed.Customer);
    }

    public Task WriteAsync(NpgsqlConnection connection, Batch batch, CancellationToken cancellation) =>
        writing.WriteAsync(connection, batch, known, cancellation);

    private bool IsKnown(Batch batch, RowShare share, CustomerDraft draft) =>
        Lookup.CustomerOf(batch, share, directory, draft.Ref) is not null;

    private static Fault? Repeated(RowShare share)
    {
        share.IsRepeated = true;
        return null;
    }

    /// <summary>The customer as database, batch and row have it so far; null when it is not known.</summary>
    private Customer? PresentOf(Batch batch, RowShare share, CustomerDraft draft)
    {
        if (draft.WhenKnown == WhenKnown.Keep)
            return null;
        if (directory.Find(draft.Ref) is { } id)
        {
            return share.Changed.FindLast(c => c.Customer.CustomerId == id)?.Customer
                ?? batch.ChangedCustomers.GetValueOrDefault(id)?.Customer ?? known.Of(id);
        }
        var registered = share.Registered.FindLast(r => r.Ref == draft.Ref);
        return registered.Customer ?? batch.NewCustomers.GetValueOrDefault(draft.Ref);
    }

    private Fault? Register(Batch batch, RowShare share, CustomerDraft draft)
    {
        if (draft.Customer is not { } customer || draft.MustBeKnown)
            return Lookup.UnknownCustomer(draft.Ref);
        if (draft.Fault is { } fault)
            return fault;
        customer.ParentCustomerId = null;
        if (draft.Parent is { } parent)
        {
            customer.ParentCustomerId = Lookup.CustomerOf(batch, share, directory, parent);
            if (customer.ParentCustomerId is null)
                return UnknownParent(parent);
        }
        var now = clock.Now();
        (customer.CustomerId, customer.CreatedAt, customer.ChangedAt) = (Guid.CreateVersion7(now), now, now);
        foreach (var identifier in customer.Identifiers)
            identifier.CustomerId = customer.CustomerId;
        if (known.TakenOf(customer) is { } taken)
            return Taken(taken);
        share.Registered.Add((draft.Ref, customer));
        return null;
    }

    private Fault? Compare(Batch batch, RowShare share, CustomerDraft draft, Customer present)
    {
        var merged = present.Copy();
        var fields = CustomerMerge.Apply(merged, draft.Customer!, draft.SaysStatus);
        if (draft.Parent is { } parent)
        {
            if (Lookup.CustomerOf(batch, share, directory, parent) is not { } parentId)
                return UnknownParent(parent);
            // A circle of groups is found only where groups are changed one at a time.
            if (parentId != present.ParentCustomerId)
                return Differs(draft, ["parent_customer_id"]);
        }
        if (fields.Length == 0)
            return Repeated(share);
        if (draft.WhenKnown != WhenKnown.Update)
            return Differs(draft, fields);
        if (FaultOf(present, merged) is { } fault)
            return fault;
        if (directory.Find(draft.Ref) is null)
            share.Registered.Add((draft.Ref, merged));
        else
            share.Changed.Add(new(merged, fields));
        return null;
    }

    private Fault? FaultOf(Customer present, Customer merged)
    {
        var faults = new Faults();
        StatusTransitions.Check(present.Status, merged.Status, faults);
        CustomerRules.Check(merged, clock.LatestToday(), faults);
        if (faults.Any)
            return faults.All[0];
        return GuardedFacts.DeniedOf((present.Status, present.LegalRecords), merged, roles)
            ?? (known.TakenOf(merged) is { } taken ? Taken(taken) : null);
    }

    private static Fault UnknownParent(ExternalRef parent) => new("parent", "UNKNOWN_PARENT", new(
        "is not known: parents stand on earlier lines", "未知的上级客户：上级须在前面的行中"), parent.Id);

    private static Fault Taken(CustomerIdentifier identifier) => new("identifiers", "IDENTIFIER_TAKEN", new(
        "belongs to another customer", "已属于其他客户"), identifier.Value);

    private static Fault Differs(CustomerDraft draft, string[] fields) => new("id", "ALREADY_RECORDED_DIFFERENTLY", new(
        $"is registered with another {string.Join(", ", fields)}; change it by ChangeCustomer, or by a mapping with "
            + "when_known: update",
        $"已登记，但 {string.Join("、", fields)} 不同；请通过修改客户接口变更，或在映射中使用 when_known: update"), draft.Ref.Id);
}
