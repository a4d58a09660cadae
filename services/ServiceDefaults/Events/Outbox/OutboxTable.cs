using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.ServiceDefaults.Events;

internal sealed class OutboxTable : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> row)
    {
        // Partitioned by month with the month in its key, which a generated script cannot say.
        row.ToTable("outbox", table => table.ExcludeFromMigrations());
        row.HasKey(r => r.EventId);
        row.Property(r => r.EventId).ValueGeneratedNever();
        row.Property(r => r.TraceParent).HasColumnName("traceparent");
        row.Property(r => r.Xid).HasColumnType("xid8").ValueGeneratedOnAdd();
        row.Property(r => r.RowId).ValueGeneratedOnAdd();
    }
}
