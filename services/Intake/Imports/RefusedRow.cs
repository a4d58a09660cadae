using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Risk.Intake.Rules;
using Risk.ServiceDefaults.Requests;

namespace Risk.Intake.Imports;

/// <summary>A row that an import refused, and the rule that it breaks.</summary>
internal sealed class RefusedRow
{
    private const int ValueLengthMax = 200;

    public required Guid ImportId { get; init; }

    /// <summary>From 1, in the order of the file.</summary>
    public required long Ordinal { get; init; }

    public required long Line { get; init; }
    public required string Field { get; init; }
    public required string Rule { get; init; }
    public required string ReasonEn { get; init; }
    public required string ReasonZh { get; init; }
    public required string Value { get; init; }

    public static RefusedRow From(Guid importId, long ordinal, long line, Fault fault) => new()
    {
        ImportId = importId,
        Ordinal = ordinal,
        Line = line,
        Field = fault.Field,
        Rule = fault.Rule,
        ReasonEn = fault.Text.En,
        ReasonZh = fault.Text.Zh,
        // Postgres takes every character but this one.
        Value = Shorten(fault.Value).Replace("\0", "", StringComparison.Ordinal),
    };

    public V1.RefusedRow ToContract(Language language) => new()
    {
        Line = Line,
        Field = Field,
        Rule = Rule,
        Reason = language == Language.SimplifiedChinese ? ReasonZh : ReasonEn,
        Value = Value,
    };

    private static string Shorten(string value) =>
        value.Length <= ValueLengthMax ? value : value[..(ValueLengthMax - 1)] + "…";
}

internal sealed class RefusedRowTable : IEntityTypeConfiguration<RefusedRow>
{
    public void Configure(EntityTypeBuilder<RefusedRow> builder) =>
        builder.ToTable("refused_rows").HasKey(r => new { r.ImportId, r.Ordinal });
}
