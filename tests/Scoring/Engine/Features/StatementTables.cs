namespace Risk.Scoring.Tests.Engine.Features;

/// <summary>What the features of statements give, worked out by hand from their textbook definitions.</summary>
internal static class StatementTables
{
    public const string Liquidity =
        """
        current_ratio | statement 2025 current_assets=150 current_liabilities=100 | 1.5
        current_ratio | statement 2025 current_assets=1 current_liabilities=3 | 0.3333
        current_ratio | statement 2025 current_assets=9000 current_liabilities=100 | 20
        current_ratio | statement 2025 current_assets=150 current_liabilities=0 | 20
        current_ratio | statement 2025 current_assets=0 current_liabilities=0 | NOTHING_TO_DIVIDE_BY
        current_ratio | statement 2025 current_assets=150 | LINE_MISSING
        current_ratio | company country=CN | NO_STATEMENT
        current_ratio | statement 2026-01-01..2026-12-31 current_assets=150 current_liabilities=100 | NO_STATEMENT
        current_ratio | statement 2025 recorded=2026-07-01 current_assets=150 current_liabilities=100 | NO_STATEMENT
        current_ratio | statement 2025 recorded=2026-04-20 current_assets=150 current_liabilities=100; statement 2025 recorded=2026-07-15 current_assets=90 current_liabilities=100 | 1.5
        quick_ratio | statement 2025 current_assets=150 inventory=60 current_liabilities=100 | 0.9
        quick_ratio | statement 2025 current_assets=150 current_liabilities=100 | LINE_MISSING
        cash_ratio | statement 2025 cash=25 current_liabilities=100 | 0.25
        cash_ratio | statement 2025 cash=25 current_liabilities=0 | 20
        operating_cash_flow_to_current_liabilities | statement 2025 operating_cash_flow=30 current_liabilities=120 | 0.25
        operating_cash_flow_to_current_liabilities | statement 2025 operating_cash_flow=-30 current_liabilities=0 | -5
        operating_cash_flow_to_current_liabilities | statement 2025 operating_cash_flow=30 current_liabilities=0 | 5
        operating_cash_flow_to_current_liabilities | statement 2025 operating_cash_flow=0 current_liabilities=0 | NOTHING_TO_DIVIDE_BY
        """;

    public const string Leverage =
        """
        debt_to_assets | statement 2025 total_liabilities=60 total_assets=100 | 0.6
        debt_to_assets | statement 2025 total_liabilities=120 total_assets=100 | 1.2
        debt_to_assets | statement 2025 total_liabilities=5 total_assets=0 | 5
        debt_to_assets | statement 2025 total_liabilities=0 total_assets=0 | NOTHING_TO_DIVIDE_BY
        debt_to_assets | statement 2025 total_liabilities=120 total_assets=100; statement 2026-01-01..2026-01-31 total_liabilities=10 total_assets=100 | 1.2
        debt_to_assets | statement 2025 total_liabilities=120 total_assets=100; statement 2026-01-01..2026-03-31 revenue=10 cash=5 | 1.2
        debt_to_assets | statement 2025 total_liabilities=120 total_assets=100; statement 2026-01-01..2026-03-31 total_liabilities=10 total_assets=100 | 0.1
        debt_to_assets | statement 2024 total_liabilities=120 total_assets=100; statement 2026-01-01..2026-03-31 revenue=10 | LINE_MISSING
        debt_to_equity | statement 2025 total_liabilities=60 equity=40 | 1.5
        debt_to_equity | statement 2025 total_liabilities=60 equity=-10 | 20
        debt_to_equity | statement 2025 total_liabilities=60 equity=0 | 20
        interest_cover | statement 2025 ebit=30 interest_expense=12 | 2.5
        interest_cover | statement 2025 ebit=-30 interest_expense=12 | -2.5
        interest_cover | statement 2025 ebit=30 interest_expense=0 | 50
        interest_cover | statement 2025 ebit=-1 interest_expense=0 | -20
        interest_cover | statement 2025 ebit=0 interest_expense=0 | NOTHING_TO_DIVIDE_BY
        interest_cover | statement 2025 interest_expense=0 | LINE_MISSING
        """;

    public const string Profitability =
        """
        ebitda_margin | statement 2025 ebit=8 depreciation=4 revenue=100 | 0.12
        net_margin | statement 2025 net_income=-7 revenue=200 | -0.035
        net_margin | statement 2025 net_income=-7 revenue=0 | NOTHING_TO_DIVIDE_BY
        net_margin | statement 2025 net_income=-10 revenue=-5 | DIVISOR_NEGATIVE
        return_on_assets | statement 2025 net_income=10 total_assets=200 | 0.05
        return_on_assets | statement 2025-07-01..2025-12-31 net_income=10 total_assets=200 | 0.0992
        return_on_assets | statement 2024 net_income=10 total_assets=200 | 0.05
        return_on_assets | statement 2025-12-01..2025-12-31 net_income=1 total_assets=200 | PERIOD_TOO_SHORT
        return_on_equity | statement 2025 net_income=10 equity=40 | 0.25
        return_on_equity | statement 2025 net_income=10 equity=-40 | -2
        """;

    public const string Activity =
        """
        asset_turnover | statement 2025 revenue=300 total_assets=200 | 1.5
        asset_turnover | statement 2024-07-01..2025-12-31 revenue=549 total_assets=365 | 1
        days_sales_outstanding | statement 2025 receivables=60 revenue=365 | 60
        days_sales_outstanding | statement 2025 receivables=60 revenue=0 | 1095
        days_sales_outstanding | statement 2025 receivables=0 revenue=0 | NOTHING_TO_DIVIDE_BY
        days_sales_outstanding | statement 2025 receivables=60 revenue=-365 | DIVISOR_NEGATIVE
        inventory_days | statement 2025 inventory=50 cost_of_sales=730 | 25
        payable_days | statement 2025 payables=50 cost_of_sales=365 | 50
        payable_days | statement 2025 payables=50 | LINE_MISSING
        """;

    public const string Growth =
        """
        revenue_growth | statement 2025 revenue=120; statement 2024 revenue=100 | 0.2
        revenue_growth | statement 2025 currency=CNY revenue=730; statement 2024 currency=USD revenue=100 | CURRENCY_DIFFERS
        revenue_growth | statement 2025 currency=CNY revenue=120; statement 2024 currency=CNY revenue=100 | 0.2
        revenue_growth | statement 2025 revenue=120; statement 2024 recorded=2026-07-02 revenue=100 | NO_FORMER_STATEMENT
        revenue_growth | statement 2025 revenue=120 | NO_FORMER_STATEMENT
        revenue_growth | statement 2025 revenue=120; statement 2023 revenue=100 | NO_FORMER_STATEMENT
        revenue_growth | statement 2025 revenue=120; statement 2024 revenue=0 | FORMER_NOT_POSITIVE
        revenue_growth | statement 2025 revenue=120; statement 2024 revenue=100 scope=Consolidated | NO_FORMER_STATEMENT
        revenue_growth | statement 2025-07-01..2025-12-31 revenue=92; statement 2024 revenue=146 | 0.25
        equity_growth | statement 2025 equity=90; statement 2024 equity=100 | -0.1
        equity_growth | statement 2025 equity=90; statement 2024 equity=-5 | FORMER_NOT_POSITIVE
        """;

    /// <summary>WC/TA 0.2, RE/TA 0.3, EBIT/TA 0.1, BE/TL 1.5, S/TA 2.</summary>
    private const string Company =
        "statement 2025 current_assets=50 current_liabilities=30 total_assets=100 retained_earnings=30 ebit=10 "
        + "equity=60 total_liabilities=40 revenue=200";

    public const string Altman =
        $"""
        working_capital_to_assets | {Company} | 0.2
        retained_earnings_to_assets | {Company} | 0.3
        ebit_to_assets | {Company} | 0.1
        equity_to_liabilities | {Company} | 1.5
        equity_to_liabilities | statement 2025 equity=60 total_liabilities=0 | 20
        market_equity_to_liabilities | {Company} market_value_of_equity=100 | 2.5
        market_equity_to_liabilities | statement 2025 market_value_of_equity=100 total_liabilities=0 | 20
        market_equity_to_liabilities | {Company} | LINE_MISSING
        altman_z | {Company} market_value_of_equity=100 | 4.488
        altman_z | {Company} | LINE_MISSING
        altman_z_prime | {Company} | 3.3342
        altman_z_double_prime | {Company} | 4.537
        altman_z_double_prime | statement 2025 current_assets=50 current_liabilities=30 total_assets=0 | NOTHING_TO_DIVIDE_BY
        """;

    public const string Quality =
        """
        audit_opinion | statement 2025 opinion=Unqualified | 4
        audit_opinion | statement 2025 opinion=Emphasis | 3
        audit_opinion | statement 2025 opinion=Unaudited | 2
        audit_opinion | statement 2025 opinion=Qualified | 1
        audit_opinion | statement 2025 opinion=Adverse | 0
        audit_opinion | statement 2025 opinion=Disclaimer | 0
        audit_opinion | statement 2025 | NOT_STATED
        audit_opinion | statement 2025 opinion=Adverse; statement 2026-01-01..2026-03-31 opinion=Unaudited | 0
        audit_opinion | statement 2025 opinion=Adverse; statement 2026-01-01..2026-03-31 | 0
        audit_opinion | statement 2025 opinion=Unqualified; statement 2026-01-01..2026-03-31 opinion=Unaudited | 4
        audit_opinion | statement 2024 opinion=Adverse; statement 2025 opinion=Unaudited | 0
        audit_opinion | statement 2024 opinion=Unqualified; statement 2025 opinion=Unaudited | 2
        audit_opinion | statement 2024 opinion=Adverse; statement 2025 opinion=Unqualified | 4
        audit_opinion | statement 2025 opinion=Qualified scope=Consolidated; statement 2025 opinion=Emphasis scope=Company | 3
        audit_opinion | statement 2025 opinion=Adverse recorded=2026-03-01; statement 2025 opinion=Emphasis recorded=2026-04-01 | 3
        statement_age_months | statement 2025 | 5
        statement_age_months | statement 2025-07-01..2026-06-30 | 0
        statement_age_months | company country=CN | NO_STATEMENT
        """;

    public static readonly IReadOnlyList<string> All =
        [Liquidity, Leverage, Profitability, Activity, Growth, Altman, Quality];
}
