using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.ServiceDefaults.Identity;

/// <summary>An API key as the service knows it: all but the key.</summary>
public sealed class Credential
{
    /// <summary>The part of the key that may be shown.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the whole key as presented.</summary>
    public required byte[] SecretSha256 { get; set; }

    public required string Name { get; set; }

    /// <summary>The person or system that answers for it.</summary>
    public required string Owner { get; set; }

    public required Role Roles { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it was last used at this service, to the minute.</summary>
    public DateTimeOffset? LastUsedAt { get; private set; }

    internal DateTimeOffset ChangedAt { get; private set; }
}

internal sealed class CredentialTable : IEntityTypeConfiguration<Credential>
{
    public void Configure(EntityTypeBuilder<Credential> builder)
    {
        builder.ToTable("credentials").HasKey(c => c.Id);
        builder.HasIndex(c => c.SecretSha256).IsUnique();
        builder.Property(c => c.LastUsedAt).ValueGeneratedOnAddOrUpdate();
        builder.Property(c => c.ChangedAt).ValueGeneratedOnAddOrUpdate();
    }
}
