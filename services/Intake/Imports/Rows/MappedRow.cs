using Risk.Intake.Customers;
using Risk.Intake.Documents;
using Risk.Intake.Mappings;
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

/// <summary>A customer of a row: what it says of it, and what becomes of that when the customer is known.</summary>
internal sealed record CustomerDraft(ExternalRef Ref, WhenKnown WhenKnown)
{
    /// <summary>Null for one that was known already while the row was read and stays as it is.</summary>
    public Customer? Customer { get; init; }

    public bool SaysStatus { get; init; }

    /// <summary>It says too little to register anybody.</summary>
    public bool MustBeKnown { get; init; }

    public ExternalRef? Parent { get; init; }

    /// <summary>Of one that stays as it is when known: why it could not be registered.</summary>
    public Fault? Fault { get; init; }
}

/// <summary>A statement of a row, and whose it is.</summary>
internal sealed record StatementDraft(ExternalRef Customer, Statement Statement);

/// <summary>A document of a row, and whose it is.</summary>
internal sealed record DocumentDraft(ExternalRef Customer, Document Document);
