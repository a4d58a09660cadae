using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Facts;

/// <summary>Why a feature has no value.</summary>
internal sealed record MissingReason(string Code, Text Text)
{
    public static readonly MissingReason NoStatement = new("NO_STATEMENT", new(
        "No financial statement is on file", "档案中没有财务报表"));

    public static readonly MissingReason NoFormerStatement = new("NO_FORMER_STATEMENT", new(
        "No statement of the year before is on file", "档案中没有上一年度的财务报表"));

    public static readonly MissingReason PeriodTooShort = new("PERIOD_TOO_SHORT", new(
        $"The statement covers fewer than {FinancialStatement.PeriodDaysMin} days",
        $"财务报表期间少于 {FinancialStatement.PeriodDaysMin} 天"));

    public static readonly MissingReason NothingToDivideBy = new("NOTHING_TO_DIVIDE_BY", new(
        "The figure to divide by is zero", "作为分母的数值为零"));

    public static readonly MissingReason DivisorNegative = new("DIVISOR_NEGATIVE", new(
        "The figure to divide by is below zero", "作为分母的数值小于零"));

    public static readonly MissingReason CurrencyDiffers = new("CURRENCY_DIFFERS", new(
        "The statement of the year before is in another currency", "上一年度财务报表的币种不同"));

    public static readonly MissingReason FormerNotPositive = new("FORMER_NOT_POSITIVE", new(
        "The figure of the year before is not above zero", "上一年度的数值不大于零"));

    public static readonly MissingReason NoPayments = new("NO_PAYMENTS", new(
        "Nothing fell due or was paid in the last 12 months", "近 12 个月内没有到期或付款记录"));

    public static readonly MissingReason NoRecentPayments = new("NO_RECENT_PAYMENTS", new(
        "Nothing fell due or was paid in the last 3 months", "近 3 个月内没有到期或付款记录"));

    public static readonly MissingReason NoHalfYearPayments = new("NO_HALF_YEAR_PAYMENTS", new(
        "Nothing fell due or was paid in the last 6 months", "近 6 个月内没有到期或付款记录"));

    public static readonly MissingReason NoReceivables = new("NO_RECEIVABLES", new(
        "No invoice is on file", "档案中没有发票"));

    public static readonly MissingReason NoTrade = new("NO_TRADE", new(
        "No order or invoice of the last 12 months is on file", "档案中没有近 12 个月的订单或发票"));

    public static readonly MissingReason NoLegalRecords = new("NO_LEGAL_RECORDS", new(
        "No such legal or compliance record is on file, nor that anybody has looked",
        "档案中没有此类法律与合规记录，也没有查询记录"));

    public static readonly MissingReason NotStated = new("NOT_STATED", new("It is not stated in the file", "档案中未填写"));

    public static readonly MissingReason CountryNotReviewed = new("COUNTRY_NOT_REVIEWED", new(
        "The country has no risk class", "该国家没有风险分类"));

    public static readonly MissingReason NoPromises = new("NO_PROMISES", new(
        "No promise to pay fell due in the last 12 months", "近 12 个月内没有到期的付款承诺"));

    public static readonly MissingReason NoRating = new("NO_RATING", new(
        "No rating by an agency is in force", "没有有效的外部评级"));

    public static readonly MissingReason RatingNotMapped = new("RATING_NOT_MAPPED", new(
        "The agency or its rating has no class", "该评级机构或其评级没有对应分类"));

    public static readonly MissingReason RegionNotClassed = new("REGION_NOT_CLASSED", new(
        "The region has no risk class", "该地区没有风险分类"));

    public static readonly MissingReason NoGroupHead = new("NO_GROUP_HEAD", new(
        "It has no group head, or that one has no grade", "没有集团母公司，或母公司没有信用等级"));

    public static MissingReason Line(Line line) => Lines[(int)line];

    /// <summary>The statement is too thin for it; another one may say it.</summary>
    public bool IsOfThinStatement => Code == LineMissing || this == PeriodTooShort;

    private const string LineMissing = "LINE_MISSING";

    private static readonly MissingReason[] Lines = [.. new Text[]
    {
        new("cash", "货币资金"),
        new("trade receivables", "应收账款"),
        new("inventories", "存货"),
        new("current assets", "流动资产"),
        new("total assets", "资产总计"),
        new("trade payables", "应付账款"),
        new("current liabilities", "流动负债"),
        new("total liabilities", "负债合计"),
        new("retained earnings", "未分配利润"),
        new("equity", "所有者权益"),
        new("revenue", "营业收入"),
        new("cost of sales", "营业成本"),
        new("earnings before interest and taxes", "息税前利润"),
        new("interest expense", "利息费用"),
        new("net income", "净利润"),
        new("depreciation and amortisation", "折旧与摊销"),
        new("operating cash flow", "经营活动现金流量净额"),
        new("market value of equity", "股权市值"),
    }.Select(name => new MissingReason(LineMissing, new(
        $"The statement does not show {name.En}", $"财务报表未列示{name.Zh}")))];

    /// <summary>Scores are kept with the place of a reason in this list: add at the end alone.</summary>
    public static IReadOnlyList<MissingReason> All { get; } =
    [
        NoStatement, NoFormerStatement, PeriodTooShort, NothingToDivideBy, FormerNotPositive, NoPayments,
        NoRecentPayments, NoReceivables, NoTrade, NoLegalRecords, NotStated, CountryNotReviewed, .. Lines,
        DivisorNegative, CurrencyDiffers, NoPromises, NoRating, RatingNotMapped, RegionNotClassed,
        NoGroupHead, NoHalfYearPayments,
    ];
}
