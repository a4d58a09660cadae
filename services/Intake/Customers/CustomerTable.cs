using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Intake.Customers;

internal sealed class CustomerTable : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("customers").HasKey(c => c.CustomerId);
        builder.Property(c => c.CustomerId).ValueGeneratedNever();
        builder.Property(c => c.Status).HasConversion<short>();
        builder.Property(c => c.Gbt4754Code).HasColumnName("gbt4754_code");
        builder.Property(c => c.RegisteredCapital).HasColumnType("numeric(22,4)");
        builder.Property(c => c.PaidInCapital).HasColumnType("numeric(22,4)");
        builder.Property(c => c.MarketShare).HasColumnType("numeric(9,8)");
        builder.Property(c => c.Satisfaction).HasColumnType("numeric(9,8)");
        builder.Property(c => c.Version).IsConcurrencyToken();
        builder.Property(c => c.LegalRecords).HasColumnType("jsonb").HasConversion(
            records => LegalRecordJson.Write(records), json => LegalRecordJson.Read(json),
            new ValueComparer<LegalRecord[]>(
                (a, b) => a!.SequenceEqual(b!), records => records.Length, records => records.ToArray()));
        builder.Property(c => c.ExternalRatings).HasColumnType("jsonb").HasConversion(
            ratings => ExternalRatingJson.Write(ratings), json => ExternalRatingJson.Read(json),
            new ValueComparer<ExternalRating[]>(
                (a, b) => a!.SequenceEqual(b!), ratings => ratings.Length, ratings => ratings.ToArray()));
        builder.Property(c => c.CreditReferences).HasColumnType("jsonb").HasConversion(
            references => CreditReferenceJson.Write(references), json => CreditReferenceJson.Read(json),
            new ValueComparer<CreditReference[]>(
                (a, b) => a!.SequenceEqual(b!), references => references.Length, references => references.ToArray()));
        builder.Ignore(c => c.Identifiers).Ignore(c => c.Refs).Ignore(c => c.Etag);
    }
}
