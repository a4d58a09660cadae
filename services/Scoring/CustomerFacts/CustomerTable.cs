using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Scoring.CustomerFacts;

internal sealed class CustomerTable : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> customer)
    {
        customer.ToTable("customers");
        customer.HasKey(c => c.CustomerId);
        customer.Property(c => c.CustomerId).ValueGeneratedNever();
        customer.Property(c => c.Gbt4754Code).HasColumnName("gbt4754_code");
        customer.Property(c => c.MarketShare).HasPrecision(9, 6);
        customer.Property(c => c.Satisfaction).HasPrecision(9, 6);
    }
}

internal sealed class CustomerRefTable : IEntityTypeConfiguration<CustomerRef>
{
    public void Configure(EntityTypeBuilder<CustomerRef> name)
    {
        name.ToTable("customer_refs");
        name.HasKey(r => new { r.System, r.Id });
    }
}
