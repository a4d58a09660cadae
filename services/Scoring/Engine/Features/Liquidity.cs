using Risk.Scoring.Engine.Facts;
using static Risk.Scoring.Engine.Features.StatementFigures;

namespace Risk.Scoring.Engine.Features;

/// <summary>Whether what is due soon is covered by what is at hand soon.</summary>
internal static class Liquidity
{
    private const string Books = "Textbook definition of financial statement analysis";

    public static readonly IReadOnlyList<Feature> Features =
    [
        Of("current_ratio", new("current ratio", "流动比率"), "current assets ÷ current liabilities",
            s => Covers(s[Line.CurrentAssets], s)),
        Of("quick_ratio", new("quick ratio", "速动比率"), "(current assets − inventories) ÷ current liabilities",
            s => Covers(s[Line.CurrentAssets] - s[Line.Inventory], s)),
        Of("cash_ratio", new("cash ratio", "现金比率"), "cash ÷ current liabilities",
            s => Covers(s[Line.Cash], s)),
        new()
        {
            Name = "operating_cash_flow_to_current_liabilities",
            Text = new("operating cash flow to current liabilities", "经营现金流动负债比率"),
            Unit = Unit.Ratio, Min = -5, Max = 5, Better = Better.Higher, Needs = Needs.Statement,
            Formula = "operating cash flow of a year ÷ current liabilities; without current liabilities the end of the "
                + "range on the side of the cash flow's sign",
            Source = Books,
            Define = OnLatest(s => s.PerYear(Line.OperatingCashFlow)
                .Over(s[Line.CurrentLiabilities], BySign(s[Line.OperatingCashFlow]))),
        },
    ];

    private static Feature Of(string name, ServiceDefaults.Requests.Text text, string formula,
        Func<FinancialStatement, Figure> define) => new()
        {
            Name = name,
            Text = text,
            Unit = Unit.Ratio,
            Min = 0,
            Max = 20,
            Better = Better.Higher,
            Needs = Needs.Statement,
            Formula = formula
                + "; without current liabilities the end of the range when there is anything to cover them",
            Source = Books,
            Define = OnLatest(define),
        };

    private static Figure Covers(Figure assets, FinancialStatement s) => assets.Over(
        s[Line.CurrentLiabilities],
        whenZero: assets.Amount > 0 ? Figure.Most : Figure.Missing(MissingReason.NothingToDivideBy));

    /// <summary>Nothing against nothing says nothing.</summary>
    internal static Figure BySign(Figure figure) => figure switch
    {
        { IsKnown: false } => figure,
        { Amount: < 0 } => Figure.Least,
        { Amount: 0 } => Figure.Missing(MissingReason.NothingToDivideBy),
        _ => Figure.Most,
    };
}
