using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Intake.Documents;

internal sealed class DocumentTable : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> builder)
    {
        builder.ToTable("documents").HasKey(d => d.DocumentId);
        builder.Property(d => d.DocumentId).ValueGeneratedNever();
        builder.Property(d => d.Kind).HasConversion<short>();
        builder.Property(d => d.TermsMethod).HasConversion<short?>();
        builder.Property(d => d.Amount).HasColumnType("numeric(22,4)");
        builder.Property(d => d.NetAmount).HasColumnType("numeric(22,4)");
        builder.Property(d => d.RetentionAmount).HasColumnType("numeric(22,4)");
        builder.Property(d => d.TermsAdvanceShare).HasColumnType("numeric(9,8)");
        builder.Property(d => d.Links).HasColumnType("jsonb").HasConversion(
            links => DocumentLinkJson.Write(links), json => DocumentLinkJson.Read(json),
            new ValueComparer<DocumentLink[]>(
                (a, b) => a!.SequenceEqual(b!), links => links.Length, links => links.ToArray()));
        builder.Property(d => d.Instalments).HasColumnType("jsonb").HasConversion(
            parts => DocumentLinkJson.Write(parts), json => DocumentLinkJson.ReadParts(json),
            new ValueComparer<Instalment[]>(
                (a, b) => a!.SequenceEqual(b!), parts => parts.Length, parts => parts.ToArray()));
        builder.HasIndex(d => new { d.RefId, d.RefSystem, d.Kind }).IsUnique();
        builder.Ignore(d => d.HasTerms).Ignore(d => d.Key);
    }
}

/// <summary>Links and instalments as they are kept: JSON in the document's row.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DocumentLink[]))]
[JsonSerializable(typeof(Instalment[]))]
internal sealed partial class DocumentLinkJson : JsonSerializerContext
{
    public static string Write(DocumentLink[] links) => JsonSerializer.Serialize(links, Default.DocumentLinkArray);

    public static string Write(Instalment[] parts) => JsonSerializer.Serialize(parts, Default.InstalmentArray);

    public static Instalment[] ReadParts(string json) =>
        JsonSerializer.Deserialize(json, Default.InstalmentArray) ?? [];

    public static DocumentLink[] Read(string json) => JsonSerializer.Deserialize(json, Default.DocumentLinkArray) ?? [];
}
