using Risk.Intake.Mappings.Expressions;

namespace Risk.Intake.Mappings;

/// <summary>A mapping, checked and ready to read rows with.</summary>
internal sealed record Mapping
{
    public required string Name { get; init; }

    /// <summary>SHA-256 of its text, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    public required FileShape File { get; init; }

    /// <summary>In the order of their places in the row; the derived values stand after them.</summary>
    public required IReadOnlyList<MappedColumn> Columns { get; init; }

    public required IReadOnlyList<DerivedValue> Derived { get; init; }

    /// <summary>The system whose ids the file holds.</summary>
    public required Expression System { get; init; }

    public required IReadOnlyList<RecordMapping> Customers { get; init; }

    public required IReadOnlyList<RecordMapping> Ratings { get; init; }

    public required IReadOnlyList<RecordMapping> Statements { get; init; }

    public required IReadOnlyList<RecordMapping> Documents { get; init; }

    public int SlotsCount => Columns.Count + Derived.Count;
}

/// <summary>How the file is laid out.</summary>
internal sealed record FileShape
{
    public char Delimiter { get; init; } = ',';

    public string Encoding { get; init; } = "utf-8";

    /// <summary>Of XLSX; empty means the first.</summary>
    public string Sheet { get; init; } = "";

    /// <summary>From 1.</summary>
    public int HeaderLine { get; init; } = 1;

    public FileFormats Formats { get; init; } = FileFormats.Default;
}

/// <summary>A column that the mapping uses.</summary>
internal sealed record MappedColumn(string Name, ValueKind Kind, bool IsOptional);

/// <summary>A value worked out from those before it.</summary>
internal sealed record DerivedValue(string Name, Expression Expression);

/// <summary>How a row becomes one customer, rating, statement or document.</summary>
internal sealed record RecordMapping
{
    /// <summary>The record is there only on rows for which this holds; null means on all.</summary>
    public Expression? When { get; init; }

    /// <summary>Of customers.</summary>
    public WhenKnown WhenKnown { get; init; }

    public required IReadOnlyDictionary<string, Expression> Fields { get; init; }

    /// <summary>Of documents: links given one by one instead of as a list in one value.</summary>
    public IReadOnlyList<RecordMapping> Links { get; init; } = [];
}
