using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Intake.Mappings;

/// <summary>A mapping that a caller keeps; it replaces a shipped one of the same name.</summary>
internal sealed class KeptMapping
{
    public required string Name { get; init; }
    public required string Yaml { get; set; }
    public required string Sha256 { get; set; }
    public required DateTimeOffset ChangedAt { get; set; }
    public required string ChangedBy { get; set; }
}

internal sealed class KeptMappingTable : IEntityTypeConfiguration<KeptMapping>
{
    public void Configure(EntityTypeBuilder<KeptMapping> builder) => builder.ToTable("mappings").HasKey(m => m.Name);
}
