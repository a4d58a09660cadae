using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Monitoring.Warnings;

internal sealed class WarningTable : IEntityTypeConfiguration<Warning>
{
    public void Configure(EntityTypeBuilder<Warning> warning)
    {
        warning.ToTable("warnings").HasKey(w => w.WarningId);
        warning.Property(w => w.WarningId).ValueGeneratedNever();
        warning.Property(w => w.Severity).HasConversion<short>();
        warning.Property(w => w.State).HasConversion<short>();
        warning.Property(w => w.Value).HasPrecision(28, 4);
    }
}
