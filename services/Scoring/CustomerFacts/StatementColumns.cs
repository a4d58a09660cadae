using Risk.Intake.V1;
using Risk.Scoring.Engine.Facts;

namespace Risk.Scoring.CustomerFacts;

/// <summary>The lines of a statement in the contract and in the table, in the order of <see cref="Line"/>.</summary>
internal static class StatementColumns
{
    public static readonly IReadOnlyList<string> Names =
    [
        "cash", "receivables", "inventory", "current_assets", "total_assets", "payables", "current_liabilities",
        "total_liabilities", "retained_earnings", "equity", "revenue", "cost_of_sales", "ebit", "interest_expense",
        "net_income", "depreciation", "operating_cash_flow", "market_value_of_equity",
    ];

    public static decimal? Amount(Statement statement, Line line)
    {
        var (balance, income) = (statement.BalanceSheet, statement.IncomeStatement);
        return (line switch
        {
            Line.Cash => balance?.Cash,
            Line.Receivables => balance?.Receivables,
            Line.Inventory => balance?.Inventory,
            Line.CurrentAssets => balance?.CurrentAssets,
            Line.TotalAssets => balance?.TotalAssets,
            Line.Payables => balance?.Payables,
            Line.CurrentLiabilities => balance?.CurrentLiabilities,
            Line.TotalLiabilities => balance?.TotalLiabilities,
            Line.RetainedEarnings => balance?.RetainedEarnings,
            Line.Equity => balance?.Equity,
            Line.Revenue => income?.Revenue,
            Line.CostOfSales => income?.CostOfSales,
            Line.Ebit => income?.Ebit,
            Line.InterestExpense => income?.InterestExpense,
            Line.NetIncome => income?.NetIncome,
            Line.Depreciation => income?.Depreciation,
            Line.OperatingCashFlow => statement.CashFlow?.Operating,
            Line.MarketValueOfEquity => balance?.MarketValueOfEquity,
            _ => throw new ArgumentOutOfRangeException(nameof(line), line, "is no line of a statement"),
        }).ToNumber();
    }
}
