using Risk.Intake.Customers;
using Risk.Intake.Documents;
using Risk.Intake.Rules;
using Risk.Intake.Statements;
using Risk.Intake.Values;

namespace Risk.Intake.Imports.Rows;

/// <summary>What a row of the file says, before anything is looked up: its records, or why it is refused.</summary>
internal sealed class MappedRow
{
    public required long Line { get; init; }

    /// <summary>Null when the row is good by itself.</summary>
    public Fault? Fault { get; init; }

    public IReadOnlyList<CustomerDraft> Customers { get; init; } = [];

    public IReadOnlyList<StatementDraft> Statements { get; init; } = [];

    public IReadOnlyList<DocumentDraft> Documents { get; init; } = [];
}

/// <summary>A customer of a row: what it is registered with when it is not known.</summary>
internal sealed record CustomerDraft(ExternalRef Ref, Customer Customer, ExternalRef? Parent, bool KeepsKnown);

/// <summary>A statement of a row, and whose it is.</summary>
internal sealed record StatementDraft(ExternalRef Customer, Statement Statement);

/// <summary>A document of a row, and whose it is.</summary>
internal sealed record DocumentDraft(ExternalRef Customer, Document Document);
