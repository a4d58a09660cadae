using Risk.Scoring.Engine.Facts;
using static Risk.Scoring.Engine.Features.StatementFigures;

namespace Risk.Scoring.Engine.Features;

/// <summary>How much of the company belongs to its creditors, and whether it can carry that.</summary>
internal static class Leverage
{
    private const string Books = "Textbook definition of financial statement analysis";

    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "debt_to_assets",
            Text = new("debt to assets", "资产负债率"),
            Unit = Unit.Ratio, Min = 0, Max = 5, Better = Better.Lower, Needs = Needs.Statement,
            Formula = "total liabilities ÷ total assets; liabilities without assets are the end of the range",
            Source = Books,
            Define = OnLatest(s => s[Line.TotalLiabilities].Over(s[Line.TotalAssets],
                whenZero: s[Line.TotalLiabilities].Amount > 0
                    ? Figure.Most : Figure.Missing(MissingReason.NothingToDivideBy))),
        },
        new()
        {
            Name = "debt_to_equity",
            Text = new("debt to equity", "产权比率"),
            Unit = Unit.Ratio, Min = 0, Max = 20, Better = Better.Lower, Needs = Needs.Statement,
            Formula = "total liabilities ÷ equity; equity of zero or less is the end of the range",
            Source = Books,
            Define = OnLatest(s => s[Line.Equity] is { IsKnown: true, Amount: <= 0 }
                ? Figure.Most
                : s[Line.TotalLiabilities].Over(s[Line.Equity])),
        },
        new()
        {
            Name = "interest_cover",
            Text = new("interest cover", "利息保障倍数"),
            Unit = Unit.Ratio, Min = -20, Max = 50, Better = Better.Higher, Needs = Needs.Statement, Decimals = 2,
            Formula = "earnings before interest and taxes ÷ interest expense; without interest the end of the range on "
                + "the side of the sign of the earnings",
            Source = Books,
            Define = OnLatest(s => s[Line.Ebit].Over(
                s[Line.InterestExpense], whenZero: Liquidity.BySign(s[Line.Ebit]))),
        },
    ];
}
