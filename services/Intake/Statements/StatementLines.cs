namespace Risk.Intake.Statements;

/// <summary>
/// One line of a statement: its property, its path in the contract, and whether it may be below zero.
/// </summary>
internal sealed record StatementLine(
    string Name, string Path, bool MayBeNegative, Func<Statement, decimal?> Get, Action<Statement, decimal?> Set)
{
    /// <summary>The name of the line in mappings: the last part of its path.</summary>
    public string Field => Path[(Path.IndexOf('.', StringComparison.Ordinal) + 1)..];
}

/// <summary>The lines of a statement, in the order of the contract.</summary>
internal static class StatementLines
{
    public static readonly IReadOnlyList<StatementLine> All =
    [
        new("Cash", "balance_sheet.cash", false, s => s.Cash, (s, v) => s.Cash = v),
        new("Receivables", "balance_sheet.receivables", false, s => s.Receivables, (s, v) => s.Receivables = v),
        new("Inventory", "balance_sheet.inventory", false, s => s.Inventory, (s, v) => s.Inventory = v),
        new("CurrentAssets", "balance_sheet.current_assets", false, s => s.CurrentAssets,
            (s, v) => s.CurrentAssets = v),
        new("TotalAssets", "balance_sheet.total_assets", false, s => s.TotalAssets, (s, v) => s.TotalAssets = v),
        new("Payables", "balance_sheet.payables", false, s => s.Payables, (s, v) => s.Payables = v),
        new("CurrentLiabilities", "balance_sheet.current_liabilities", false,
            s => s.CurrentLiabilities, (s, v) => s.CurrentLiabilities = v),
        new("TotalLiabilities", "balance_sheet.total_liabilities", false,
            s => s.TotalLiabilities, (s, v) => s.TotalLiabilities = v),
        new("RetainedEarnings", "balance_sheet.retained_earnings", true,
            s => s.RetainedEarnings, (s, v) => s.RetainedEarnings = v),
        new("Equity", "balance_sheet.equity", true, s => s.Equity, (s, v) => s.Equity = v),
        new("MarketValueOfEquity", "balance_sheet.market_value_of_equity", false,
            s => s.MarketValueOfEquity, (s, v) => s.MarketValueOfEquity = v),
        new("Revenue", "income_statement.revenue", true, s => s.Revenue, (s, v) => s.Revenue = v),
        new("CostOfSales", "income_statement.cost_of_sales", false, s => s.CostOfSales, (s, v) => s.CostOfSales = v),
        new("Ebit", "income_statement.ebit", true, s => s.Ebit, (s, v) => s.Ebit = v),
        new("InterestExpense", "income_statement.interest_expense", false,
            s => s.InterestExpense, (s, v) => s.InterestExpense = v),
        new("NetIncome", "income_statement.net_income", true, s => s.NetIncome, (s, v) => s.NetIncome = v),
        new("Depreciation", "income_statement.depreciation", false, s => s.Depreciation, (s, v) => s.Depreciation = v),
        new("OperatingCashFlow", "cash_flow.operating", true, s => s.OperatingCashFlow,
            (s, v) => s.OperatingCashFlow = v),
        new("InvestingCashFlow", "cash_flow.investing", true, s => s.InvestingCashFlow,
            (s, v) => s.InvestingCashFlow = v),
        new("FinancingCashFlow", "cash_flow.financing", true, s => s.FinancingCashFlow,
            (s, v) => s.FinancingCashFlow = v),
    ];
}
