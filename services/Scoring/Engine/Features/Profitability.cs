using Risk.Scoring.Engine.Facts;
using static Risk.Scoring.Engine.Features.StatementFigures;

namespace Risk.Scoring.Engine.Features;

/// <summary>What is left of the sales, and what it is against the means that were used.</summary>
internal static class Profitability
{
    private const string Books = "Textbook definition of financial statement analysis";

    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "ebitda_margin",
            Text = new("EBITDA margin", "息税折旧摊销前利润率"),
            Unit = Unit.Share, Min = -1, Max = 1, Better = Better.Higher, Needs = Needs.Statement,
            Formula = "(earnings before interest and taxes + depreciation and amortisation) ÷ revenue",
            Source = Books,
            Define = OnLatest(s => (s[Line.Ebit] + s[Line.Depreciation]).Over(s[Line.Revenue])),
        },
        new()
        {
            Name = "net_margin",
            Text = new("net margin", "销售净利率"),
            Unit = Unit.Share, Min = -1, Max = 1, Better = Better.Higher, Needs = Needs.Statement,
            Formula = "net income ÷ revenue",
            Source = Books,
            Define = OnLatest(s => s[Line.NetIncome].Over(s[Line.Revenue])),
        },
        new()
        {
            Name = "return_on_assets",
            Text = new("return on assets", "总资产收益率"),
            Unit = Unit.Share, Min = -1, Max = 1, Better = Better.Higher, Needs = Needs.Statement,
            Formula = "net income of a year ÷ total assets at its end",
            Source = Books,
            Define = OnLatest(s => s.PerYear(Line.NetIncome).Over(s[Line.TotalAssets])),
        },
        new()
        {
            Name = "return_on_equity",
            Text = new("return on equity", "净资产收益率"),
            Unit = Unit.Share, Min = -2, Max = 2, Better = Better.Higher, Needs = Needs.Statement,
            Formula = "net income of a year ÷ equity at its end; equity of zero or less is the lower end of the range",
            Source = Books,
            Define = OnLatest(s => s[Line.Equity] is { IsKnown: true, Amount: <= 0 }
                ? Figure.Least
                : s.PerYear(Line.NetIncome).Over(s[Line.Equity])),
        },
    ];
}
