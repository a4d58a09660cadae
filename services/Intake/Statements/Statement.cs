using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Risk.Intake.Statements;

/// <summary>
/// A financial statement of one period, in major units of its currency; a line that is null is unknown.
/// </summary>
internal sealed class Statement
{
    public required Guid StatementId { get; init; }
    public Guid CustomerId { get; set; }
    public DateOnly PeriodStart { get; set; }
    public DateOnly PeriodEnd { get; set; }
    public string CurrencyCode { get; set; } = "";
    public V1.StatementScope Scope { get; set; } = V1.StatementScope.Company;
    public V1.AuditOpinion AuditOpinion { get; set; }
    public string Source { get; set; } = "";

    public decimal? Cash { get; set; }
    public decimal? Receivables { get; set; }
    public decimal? Inventory { get; set; }
    public decimal? CurrentAssets { get; set; }
    public decimal? TotalAssets { get; set; }
    public decimal? Payables { get; set; }
    public decimal? CurrentLiabilities { get; set; }
    public decimal? TotalLiabilities { get; set; }
    public decimal? RetainedEarnings { get; set; }
    public decimal? Equity { get; set; }
    public decimal? MarketValueOfEquity { get; set; }

    public decimal? Revenue { get; set; }
    public decimal? CostOfSales { get; set; }
    public decimal? Ebit { get; set; }
    public decimal? InterestExpense { get; set; }
    public decimal? NetIncome { get; set; }
    public decimal? Depreciation { get; set; }

    public decimal? OperatingCashFlow { get; set; }
    public decimal? InvestingCashFlow { get; set; }
    public decimal? FinancingCashFlow { get; set; }

    public DateTimeOffset RecordedAt { get; set; }
    public string RecordedBy { get; set; } = "";

    /// <summary>The statement that this one replaces; null when it is the first of its period and scope.</summary>
    public Guid? SupersedesStatementId { get; set; }
}

internal sealed class StatementTable : IEntityTypeConfiguration<Statement>
{
    public void Configure(EntityTypeBuilder<Statement> builder)
    {
        builder.ToTable("statements").HasKey(s => s.StatementId);
        builder.Property(s => s.StatementId).ValueGeneratedNever();
        builder.Property(s => s.Scope).HasConversion<short>();
        builder.Property(s => s.AuditOpinion).HasConversion<short>();
        foreach (var line in StatementLines.All)
            builder.Property(line.Name).HasColumnType("numeric(28,8)");
        builder.HasIndex(s => s.SupersedesStatementId).IsUnique();
    }
}
