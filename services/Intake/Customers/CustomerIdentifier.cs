using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Intake.Customers;

/// <summary>An official identifier of a customer. No two customers have the same USCC, LEI or D-U-N-S.</summary>
internal sealed class CustomerIdentifier
{
    public Guid CustomerId { get; set; }

    public required V1.IdentifierScheme Scheme { get; init; }

    /// <summary>The issuing country of national schemes; empty for the international ones.</summary>
    public required string CountryCode { get; init; }

    public required string Value { get; init; }
}

internal sealed class CustomerIdentifierTable : IEntityTypeConfiguration<CustomerIdentifier>
{
    public void Configure(EntityTypeBuilder<CustomerIdentifier> builder)
    {
        builder.ToTable("customer_identifiers").HasKey(i => new { i.CustomerId, i.Scheme, i.CountryCode });
        builder.Property(i => i.Scheme).HasConversion<short>();
        builder.HasIndex(i => new { i.Scheme, i.CountryCode, i.Value }).IsUnique().HasFilter("scheme IN (1, 2, 3)");
    }
}
