using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Intake.Customers;

/// <summary>
/// The name by which another system knows a customer. Each system knows a customer by one name at most.
/// </summary>
internal sealed class CustomerRef
{
    public Guid CustomerId { get; set; }

    public required string System { get; init; }

    public required string Id { get; init; }
}

internal sealed class CustomerRefTable : IEntityTypeConfiguration<CustomerRef>
{
    public void Configure(EntityTypeBuilder<CustomerRef> builder)
    {
        builder.ToTable("customer_refs").HasKey(r => new { r.System, r.Id });
        builder.HasIndex(r => new { r.CustomerId, r.System }).IsUnique();
    }
}
