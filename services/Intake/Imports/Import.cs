using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Intake.Imports;

/// <summary>
/// One import of a file. Its counts are saved in the transactions that keep the rows, so they never lie.
/// </summary>
internal sealed class Import
{
    public required Guid ImportId { get; init; }
    public string FileName { get; init; } = "";
    public string Mapping { get; init; } = "";
    public string MappingSha256 { get; init; } = "";
    public bool AllOrNothing { get; init; }
    public V1.ImportState State { get; set; } = V1.ImportState.Running;
    public long RowsRead { get; set; }
    public long RowsRecorded { get; set; }
    public long RowsRepeated { get; set; }
    public long RowsRefused { get; set; }
    public long CustomersRegistered { get; set; }
    public long StatementsFiled { get; set; }
    public long DocumentsRecorded { get; set; }
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it last showed that it lives; an import that falls silent is closed.</summary>
    public DateTimeOffset BeatAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }
    public string StartedBy { get; init; } = "";
    public string FailureEn { get; set; } = "";
    public string FailureZh { get; set; } = "";
}

internal sealed class ImportTable : IEntityTypeConfiguration<Import>
{
    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.ToTable("imports").HasKey(i => i.ImportId);
        builder.Property(i => i.ImportId).ValueGeneratedNever();
        builder.Property(i => i.State).HasConversion<short>();
        builder.Property(i => i.MappingSha256).HasColumnName("mapping_sha256");
    }
}
