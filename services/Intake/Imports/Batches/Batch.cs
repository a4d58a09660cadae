using Google.Protobuf;
using Risk.Intake.Customers;
using Risk.Intake.Documents;
using Risk.Intake.Imports.Rows;
using Risk.Intake.Rules;
using Risk.Intake.Statements;
using Risk.Intake.Values;
using Risk.ServiceDefaults.Events;

namespace Risk.Intake.Imports.Batches;

/// <summary>What becomes of the rows of one transaction.</summary>
internal sealed class Batch(IReadOnlyList<MappedRow> rows)
{
    private readonly Fault?[] faults = [.. rows.Select(r => r.Fault)];
    private readonly bool[] isRecorded = new bool[rows.Count];
    private readonly bool[] isRepeated = new bool[rows.Count];

    public IReadOnlyList<MappedRow> Rows => rows;

    /// <summary>Customers that this batch registers, by the name of the file's system.</summary>
    public Dictionary<ExternalRef, Customer> NewCustomers { get; } = [];

    /// <summary>Customers known before that this batch changes.</summary>
    public Dictionary<Guid, ChangedCustomer> ChangedCustomers { get; } = [];

    public List<Statement> NewStatements { get; } = [];

    public List<Document> NewDocuments { get; } = [];

    /// <summary>What is told, in the order in which it came about: the action for the audit, and the event.</summary>
    public List<(string Action, OutboxRow Event)> Facts { get; } = [];

    /// <summary>Where its events are in the log.</summary>
    public IReadOnlyList<LogPosition> Positions { get; set; } = [];

    public int RecordedCount => Enumerable.Range(0, rows.Count).Count(i => faults[i] is null && isRecorded[i]);

    public int RepeatedCount =>
        Enumerable.Range(0, rows.Count).Count(i => faults[i] is null && isRepeated[i] && !isRecorded[i]);

    public IEnumerable<(long Line, Fault Fault)> Refused
    {
        get
        {
            for (var i = 0; i < rows.Count; i++)
            {
                if (faults[i] is { } fault)
                    yield return (rows[i].Line, fault);
            }
        }
    }

    /// <summary>The rows that are good so far, with their places.</summary>
    public IEnumerable<(int Index, MappedRow Row)> Good
    {
        get
        {
            for (var i = 0; i < rows.Count; i++)
            {
                if (faults[i] is null)
                    yield return (i, rows[i]);
            }
        }
    }

    public void Refuse(int index, Fault fault) => faults[index] ??= fault;

    /// <summary>Takes all that a good row brings.</summary>
    public void Keep(int index, RowShare share)
    {
        foreach (var (reference, customer) in share.Registered)
            NewCustomers[reference] = customer;
        foreach (var changed in share.Changed)
            ChangedCustomers[changed.Customer.CustomerId] = changed.After(ChangedCustomers);
        NewStatements.AddRange(share.Statements);
        NewDocuments.AddRange(share.Documents);
        (isRecorded[index], isRepeated[index]) = (share.IsRecorded, share.IsRepeated);
    }

    public void Tell(string action, string subject, IMessage fact, TimeProvider clock) =>
        Facts.Add((action, OutboxRow.From(subject, fact, clock)));
}
