namespace Risk.MainJob.Sample;

/// <summary>A year's figures of one company, in whole units of its currency.</summary>
internal sealed record FinancialStatement
{
    public required string CustomerNumber { get; init; }
    public required int Year { get; init; }
    public required string Currency { get; init; }
    public required string AuditOpinion { get; init; }
    public required decimal Cash { get; init; }
    public required decimal Receivables { get; init; }
    public required decimal Inventory { get; init; }
    public required decimal CurrentAssets { get; init; }
    public required decimal TotalAssets { get; init; }
    public required decimal Payables { get; init; }
    public required decimal CurrentLiabilities { get; init; }
    public required decimal TotalLiabilities { get; init; }
    public required decimal RetainedEarnings { get; init; }
    public required decimal Equity { get; init; }
    public required decimal Revenue { get; init; }
    public required decimal CostOfSales { get; init; }
    public required decimal Ebit { get; init; }
    public required decimal InterestExpense { get; init; }
    public required decimal NetIncome { get; init; }
    public required decimal Depreciation { get; init; }
    public required decimal OperatingCashFlow { get; init; }
    public required decimal InvestingCashFlow { get; init; }
    public required decimal FinancingCashFlow { get; init; }
}
