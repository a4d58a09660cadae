using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>The thresholds for one grade; a threshold that is null is not checked.</summary>
internal sealed record Thresholds
{
    /// <summary>Whether the caller goes ahead when an input is not to be had.</summary>
    public bool FailOpen { get; init; }

    public int LimitGraceDays { get; init; }

    /// <summary>Of a single order, in the rules' currency.</summary>
    public decimal? OrderValueMax { get; init; }

    /// <summary>The longest terms that an order may ask for.</summary>
    public int? NetDaysMax { get; init; }

    /// <summary>The worst grade that passes; null means as all rules say.</summary>
    public V1.Grade? GradeAtLeast { get; init; }

    public int? OldestOverdueDaysMax { get; init; }

    /// <summary>Of the receivables, 0 to 1.</summary>
    public decimal? OverdueShareMax { get; init; }

    /// <summary>In the rules' currency; fails only together with the utilisation.</summary>
    public decimal? OverdueAmountMax { get; init; }

    /// <summary>Exposure before the order by limit in force.</summary>
    public decimal? OverdueUtilisationMax { get; init; }

    /// <summary>0 to 100; 80 is prompt.</summary>
    public decimal? PaymentIndexMin { get; init; }

    public int? DunningLevelMax { get; init; }

    public int CoverGraceDays { get; init; }

    /// <summary>Of the exposure with the order, 0 to 1.</summary>
    public decimal? CoverShareMin { get; init; }

    /// <summary>An older exchange rate does not do.</summary>
    public int? RateAgeDaysMax { get; init; }

    /// <summary>An older score does not do.</summary>
    public int? ScoreAgeDaysMax { get; init; }

    /// <summary>For longer than this it must not be unknown whether all facts have arrived.</summary>
    public int? FactsAgeSecondsMax { get; init; }

    public static Thresholds Of(V1.GradeRules rules) => new()
    {
        FailOpen = rules.FailOpen,
        LimitGraceDays = rules.LimitGraceDays,
        OrderValueMax = Number(rules.OrderValueMax),
        NetDaysMax = rules.HasNetDaysMax ? rules.NetDaysMax : null,
        GradeAtLeast = rules.GradeAtLeast == V1.Grade.Unspecified ? null : rules.GradeAtLeast,
        OldestOverdueDaysMax = rules.HasOldestOverdueDaysMax ? rules.OldestOverdueDaysMax : null,
        OverdueShareMax = Number(rules.OverdueShareMax),
        OverdueAmountMax = Number(rules.OverdueAmountMax),
        OverdueUtilisationMax = Number(rules.OverdueUtilisationMax),
        PaymentIndexMin = Number(rules.PaymentIndexMin),
        DunningLevelMax = rules.HasDunningLevelMax ? rules.DunningLevelMax : null,
        CoverGraceDays = rules.CoverGraceDays,
        CoverShareMin = Number(rules.CoverShareMin),
        RateAgeDaysMax = rules.HasRateAgeDaysMax ? rules.RateAgeDaysMax : null,
        FactsAgeSecondsMax = rules.HasFactsAgeSecondsMax ? rules.FactsAgeSecondsMax : null,
        ScoreAgeDaysMax = rules.HasScoreAgeDaysMax ? rules.ScoreAgeDaysMax : null,
    };

    private static decimal? Number(Types.V1.Decimal? given) => given is null ? null : Amounts.ToShare(given);
}
