using Risk.ServiceDefaults.Requests;

namespace Risk.Scoring.Engine.Features;

/// <summary>
/// What default is, once for features, rules, reports and training: past due beyond so many days on an amount that is
/// material both by itself and against the business of a year, written off, given more time because the customer could
/// not pay, or insolvent. What was written off counts as past due, so that giving money up does not heal who owes it.
/// </summary>
internal sealed record DefaultDefinition
{
    /// <summary>After Basel III (CRE36.69) and Delegated Regulation (EU) 2018/171, but 5 % for its 1 %.</summary>
    public static readonly DefaultDefinition InForce = new()
    {
        Version = 1,
        PastDueDays = 90,
        ShareMin = 0.05m,
        WriteOffMonths = 24,
        ReschedulingMonths = 12,
        HorizonMonths = 12,
        AmountMin = new Dictionary<string, decimal>(StringComparer.Ordinal)
        {
            ["CNY"] = 4_000,
            ["EUR"] = 500,
            ["USD"] = 500,
            ["GBP"] = 500,
            ["CHF"] = 500,
            ["HKD"] = 4_000,
            ["TWD"] = 16_000,
            ["SGD"] = 700,
            ["AUD"] = 800,
            ["CAD"] = 700,
            ["JPY"] = 80_000,
            ["KRW"] = 700_000,
            ["INR"] = 45_000,
            ["THB"] = 18_000,
            ["MYR"] = 2_200,
            ["VND"] = 13_000_000,
            ["IDR"] = 8_000_000,
        },
        AmountMinElsewhere = 500,
        TrifleShare = 0.01m,
    };

    public required int Version { get; init; }

    public required int PastDueDays { get; init; }

    /// <summary>Of the business of a year, from which an amount is material.</summary>
    public required decimal ShareMin { get; init; }

    /// <summary>For so long what was written off counts as owed.</summary>
    public required int WriteOffMonths { get; init; }

    /// <summary>For so long what was given more time because the customer could not pay counts.</summary>
    public required int ReschedulingMonths { get; init; }

    /// <summary>A probability of default is that of default within so many months.</summary>
    public required int HorizonMonths { get; init; }

    /// <summary>By currency, from which an amount is material. They also weigh currencies against each other.</summary>
    public required IReadOnlyDictionary<string, decimal> AmountMin { get; init; }

    public required decimal AmountMinElsewhere { get; init; }

    /// <summary>Of the material amount, below which nothing is owed in earnest, such as a bank's charge.</summary>
    public required decimal TrifleShare { get; init; }

    public Text Text => new(
        $"At least {PastDueDays} days past due with a material amount ({AmountMin["EUR"]} EUR, {AmountMin["CNY"]} CNY "
            + $"or its like, and {ShareMin:0 %} of a year's business); what was written off within {WriteOffMonths} "
            + $"months counts as past due; protective rescheduling within {ReschedulingMonths} months; insolvency. "
            + $"Horizon: {HorizonMonths} months",
        $"重大金额（不低于 {AmountMin["EUR"]} 欧元、{AmountMin["CNY"]} 人民币元或等值，且不低于年度业务额的 {ShareMin:0 %}）"
            + $"逾期满 {PastDueDays} 天；{WriteOffMonths} 个月内核销的金额视为逾期；"
            + $"{ReschedulingMonths} 个月内的保护性展期；破产。观察期：{HorizonMonths} 个月");

    /// <summary>1 and more is material; amounts of all currencies add up in it.</summary>
    public decimal Materiality(string currency, decimal amount) =>
        amount / AmountMin.GetValueOrDefault(currency, AmountMinElsewhere);
}
