using Risk.Intake.Customers;
using Risk.Intake.Documents;
using Risk.Intake.Statements;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Batches;

/// <summary>
/// What one row brings, held until every record of it is found good: a row is kept as a whole or refused as a whole.
/// </summary>
internal sealed class RowShare
{
    public List<(ExternalRef Ref, Customer Customer)> Registered { get; } = [];

    public List<ChangedCustomer> Changed { get; } = [];

    public List<Statement> Statements { get; } = [];

    public List<Document> Documents { get; } = [];

    /// <summary>Whether a record of the row was known before and says nothing new.</summary>
    public bool IsRepeated { get; set; }

    public bool IsRecorded => Registered.Count + Changed.Count + Statements.Count + Documents.Count > 0;

    public Guid? Find(ExternalRef reference)
    {
        foreach (var (known, customer) in Registered)
        {
            if (known == reference)
                return customer.CustomerId;
        }
        return null;
    }

    public void Clear()
    {
        Registered.Clear();
        Changed.Clear();
        Statements.Clear();
        Documents.Clear();
        IsRepeated = false;
    }
}

/// <summary>A known customer as a row makes it, and the fields in which it differs from before.</summary>
internal sealed record ChangedCustomer(Customer Customer, string[] Fields)
{
    /// <summary>With the fields that an earlier row of the batch has changed.</summary>
    public ChangedCustomer After(IReadOnlyDictionary<Guid, ChangedCustomer> earlier) =>
        earlier.TryGetValue(Customer.CustomerId, out var before)
            ? this with { Fields = [.. before.Fields.Union(Fields, StringComparer.Ordinal)] }
            : this;
}
