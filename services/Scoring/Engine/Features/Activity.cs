using Risk.Scoring.Engine.Facts;
using static Risk.Scoring.Engine.Features.StatementFigures;

namespace Risk.Scoring.Engine.Features;

/// <summary>How long money is bound before it comes back, by the closing balance of the period.</summary>
internal static class Activity
{
    private const string Books = "Textbook definition of financial statement analysis, on closing balances";
    private const int YearDays = 365;

    public static readonly IReadOnlyList<Feature> Features =
    [
        new()
        {
            Name = "asset_turnover",
            Text = new("asset turnover", "总资产周转率"),
            Unit = Unit.Ratio, Min = 0, Max = 20, Better = Better.Higher, Needs = Needs.Statement,
            Formula = "revenue of a year ÷ total assets",
            Source = Books,
            Define = OnLatest(s => s.PerYear(Line.Revenue).Over(s[Line.TotalAssets])),
        },
        Days("days_sales_outstanding", new("days sales outstanding", "应收账款周转天数"), Line.Receivables, Line.Revenue),
        Days("inventory_days", new("inventory days", "存货周转天数"), Line.Inventory, Line.CostOfSales),
        Days("payable_days", new("payable days", "应付账款周转天数"), Line.Payables, Line.CostOfSales),
    ];

    private static Feature Days(string name, ServiceDefaults.Requests.Text text, Line balance, Line flow) => new()
    {
        Name = name,
        Text = text,
        Unit = Unit.Days,
        Min = 0,
        Max = 1095,
        Decimals = 1,
        Better = Better.Lower,
        Needs = Needs.Statement,
        Formula = $"{Words(balance)} ÷ {Words(flow)} of a year × 365; a balance without a flow is the end of the range",
        Source = Books,
        Define = OnLatest(s => (s[balance] * YearDays).Over(s.PerYear(flow),
            whenZero: s[balance].Amount > 0 ? Figure.Most : Figure.Missing(MissingReason.NothingToDivideBy))),
    };

    private static string Words(Line line) => line switch
    {
        Line.Receivables => "trade receivables",
        Line.Inventory => "inventories",
        Line.Payables => "trade payables",
        Line.CostOfSales => "cost of sales",
        _ => "revenue",
    };
}
