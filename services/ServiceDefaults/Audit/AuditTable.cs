using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.ServiceDefaults.Audit;

internal sealed class AuditTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entries");
        entry.HasKey(e => new { e.Xid, e.RowId });
        entry.Property(e => e.Xid).HasColumnType("xid8").ValueGeneratedOnAdd();
        entry.Property(e => e.RowId).ValueGeneratedOnAdd();
        entry.Property(e => e.RecordedAt).ValueGeneratedOnAdd();
        entry.Property(e => e.PayloadSha256).HasColumnName("payload_sha256");
    }
}
