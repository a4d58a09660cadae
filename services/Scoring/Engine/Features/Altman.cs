using Risk.Scoring.Engine.Facts;
using static Risk.Scoring.Engine.Features.StatementFigures;

namespace Risk.Scoring.Engine.Features;

/// <summary>Altman's components, and his scores for companies with and without a share price.</summary>
internal static class Altman
{
    private const string Source =
        "E. I. Altman, Predicting Financial Distress of Companies: Revisiting the Z-Score and "
        + "ZETA Models, 2000";

    public static readonly IReadOnlyList<Feature> Features =
    [
        Of("working_capital_to_assets", new("working capital to assets", "营运资金资产比"),
            "(current assets − current liabilities) ÷ total assets", WorkingCapital, -5, 1),
        Of("retained_earnings_to_assets", new("retained earnings to assets", "留存收益资产比"),
            "retained earnings ÷ total assets", RetainedEarnings, -5, 1),
        Of("ebit_to_assets", new("EBIT to assets", "息税前利润资产比"),
            "earnings before interest and taxes of a year ÷ total assets", Ebit, -2, 2),
        Of("equity_to_liabilities", new("equity to liabilities", "权益负债比"),
            "equity ÷ total liabilities; without liabilities the end of the range on the side of the equity's sign",
            EquityToLiabilities, -1, 20),
        Of("market_equity_to_liabilities", new("market value of equity to liabilities", "股权市值负债比"),
            "market value of equity ÷ total liabilities; without liabilities the end of the range",
            MarketToLiabilities, 0, 20),
        Of("altman_z", new("Altman Z", "阿尔特曼 Z 值"),
            "1.2 × working capital ÷ assets + 1.4 × retained earnings ÷ assets + 3.3 × EBIT ÷ assets "
                + "+ 0.6 × market value of equity ÷ liabilities + 0.999 × revenue ÷ assets",
            s => WorkingCapital(s) * 1.2m + RetainedEarnings(s) * 1.4m + Ebit(s) * 3.3m
                + Bounded(MarketToLiabilities(s)) * 0.6m
                + s.PerYear(Line.Revenue).Over(s[Line.TotalAssets]) * 0.999m, -20, 30) with
        {
            Source = "E. I. Altman, Financial Ratios, Discriminant Analysis and the Prediction of Corporate "
                + "Bankruptcy, Journal of Finance 23 (1968)",
        },
        Of("altman_z_prime", new("Altman Z′", "阿尔特曼 Z′ 值"),
            "0.717 × working capital ÷ assets + 0.847 × retained earnings ÷ assets + 3.107 × EBIT ÷ assets "
                + "+ 0.420 × equity ÷ liabilities + 0.998 × revenue ÷ assets",
            s => WorkingCapital(s) * 0.717m + RetainedEarnings(s) * 0.847m + Ebit(s) * 3.107m
                + Bounded(EquityToLiabilities(s)) * 0.420m
                + s.PerYear(Line.Revenue).Over(s[Line.TotalAssets]) * 0.998m, -20, 30),
        Of("altman_z_double_prime", new("Altman Z″", "阿尔特曼 Z″ 值"),
            "6.56 × working capital ÷ assets + 3.26 × retained earnings ÷ assets + 6.72 × EBIT ÷ assets "
                + "+ 1.05 × equity ÷ liabilities",
            s => WorkingCapital(s) * 6.56m + RetainedEarnings(s) * 3.26m + Ebit(s) * 6.72m
                + Bounded(EquityToLiabilities(s)) * 1.05m, -20, 30),
    ];

    private static Figure WorkingCapital(FinancialStatement s) =>
        (s[Line.CurrentAssets] - s[Line.CurrentLiabilities]).Over(s[Line.TotalAssets]);

    private static Figure RetainedEarnings(FinancialStatement s) =>
        s[Line.RetainedEarnings].Over(s[Line.TotalAssets]);

    private static Figure Ebit(FinancialStatement s) => s.PerYear(Line.Ebit).Over(s[Line.TotalAssets]);

    private static Figure EquityToLiabilities(FinancialStatement s) =>
        s[Line.Equity].Over(s[Line.TotalLiabilities], whenZero: Liquidity.BySign(s[Line.Equity]));

    private static Figure MarketToLiabilities(FinancialStatement s) =>
        s[Line.MarketValueOfEquity].Over(s[Line.TotalLiabilities], whenZero: Figure.Most);

    /// <summary>So that a company without debt does not carry the whole score by this one component.</summary>
    private static Figure Bounded(Figure ratio) => ratio.IsKnown ? Math.Clamp(ratio.Amount, -1, 20) : ratio;

    private static Feature Of(string name, ServiceDefaults.Requests.Text text, string formula,
        Func<FinancialStatement, Figure> define, decimal min, decimal max) => new()
        {
            Name = name,
            Text = text,
            Unit = Unit.Ratio,
            Min = min,
            Max = max,
            Better = Better.Higher,
            Needs = Needs.Statement,
            Formula = formula,
            Source = Source,
            Define = OnLatest(define),
        };
}
