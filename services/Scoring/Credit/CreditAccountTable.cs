using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Scoring.Credit;

internal sealed class CreditAccountTable : IEntityTypeConfiguration<CreditAccount>
{
    public void Configure(EntityTypeBuilder<CreditAccount> builder)
    {
        builder.ToTable("credit_accounts").HasKey(a => a.CustomerId);
        builder.Property(a => a.CustomerId).ValueGeneratedNever();
        builder.Property(a => a.RiskiestMethod).HasConversion<short>();
        builder.Property(a => a.LimitAmount).HasPrecision(22, 4);
        builder.Property(a => a.TemporaryLimit).HasPrecision(22, 4);
        builder.Property(a => a.OrderValueMax).HasPrecision(22, 4);
        builder.Property(a => a.GroupLimit).HasPrecision(22, 4);
        builder.Ignore(a => a.Terms);
    }
}

internal static class CreditAccounts
{
    /// <summary>The account, locked until the transaction ends; null when there is none.</summary>
    public static Task<CreditAccount?> LockedAsync(
        this DbSet<CreditAccount> accounts, Guid customerId, CancellationToken ct) =>
        accounts.FromSql($"SELECT * FROM credit_accounts WHERE customer_id = {customerId} FOR UPDATE")
            .SingleOrDefaultAsync(ct);
}
