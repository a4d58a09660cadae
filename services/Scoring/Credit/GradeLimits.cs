using Risk.Scoring.Ledger;

namespace Risk.Scoring.Credit;

/// <summary>What a policy grants one grade: how much of what the facts give, on what terms, reviewed when.</summary>
internal sealed record GradeLimits
{
    public decimal Factor { get; init; } = 1;

    /// <summary>Before covers, in the rules' currency; null means none.</summary>
    public decimal? LimitMax { get; init; }

    public int? NetDays { get; init; }

    /// <summary>Of the exposure, 0 to 1, that covers must reach; null means none is asked for.</summary>
    public decimal? CoverShareMin { get; init; }

    /// <summary>0 means that no review is asked for.</summary>
    public int ReviewMonths { get; init; }

    public static GradeLimits Of(V1.GradeRules rules) => new()
    {
        Factor = rules.LimitFactor is null ? 1 : Amounts.ToShare(rules.LimitFactor),
        LimitMax = rules.LimitMax is null ? null : Amounts.ToShare(rules.LimitMax),
        NetDays = rules.HasNetDaysGranted ? rules.NetDaysGranted : null,
        CoverShareMin = rules.CoverShareMin is null ? null : Amounts.ToShare(rules.CoverShareMin),
        ReviewMonths = rules.ReviewMonths,
    };
}
