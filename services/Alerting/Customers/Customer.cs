using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Alerting.Customers;

/// <summary>What alerting needs to know of a customer.</summary>
internal sealed class Customer
{
    public required Guid CustomerId { get; init; }
    public required string LegalName { get; init; }
    public required string Salesperson { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}

internal sealed class CustomerTable : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> customer)
    {
        customer.ToTable("customers").HasKey(c => c.CustomerId);
        customer.Property(c => c.CustomerId).ValueGeneratedNever();
    }
}
