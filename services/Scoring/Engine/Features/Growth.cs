using Risk.Scoring.Engine.Facts;
using static Risk.Scoring.Engine.Features.StatementFigures;

namespace Risk.Scoring.Engine.Features;

/// <summary>
/// Against the year before; a former figure that is not above zero, or in another currency, gives no growth.
/// </summary>
internal static class Growth
{
    public static readonly IReadOnlyList<Feature> Features =
    [
        Of("revenue_growth", new("revenue growth", "营业收入增长率"),
            "revenue of a year ÷ revenue of the year before − 1", s => s.PerYear(Line.Revenue)),
        Of("equity_growth", new("equity growth", "所有者权益增长率"),
            "equity ÷ equity a year before − 1", s => s[Line.Equity]),
    ];

    private static Feature Of(string name, ServiceDefaults.Requests.Text text, string formula,
        Func<FinancialStatement, Figure> figure) => new()
        {
            Name = name,
            Text = text,
            Unit = Unit.Share,
            Min = -1,
            Max = 5,
            Better = Better.Higher,
            Needs = Needs.Statement | Needs.FormerStatement,
            Formula = formula,
            Source = "Textbook definition of financial statement analysis",
            Define = GrowthOf(figure),
        };
}
