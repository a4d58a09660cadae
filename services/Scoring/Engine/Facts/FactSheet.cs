using Risk.Scoring.Engine.Features;

namespace Risk.Scoring.Engine.Facts;

/// <summary>
/// What is known of a customer as of a day: everything that a score is made from. Facts of later days may be in it;
/// the features leave them out.
/// </summary>
internal sealed record FactSheet
{
    public required DateOnly AsOf { get; init; }

    /// <summary>How often the facts had changed when they were read; facts may be newer than it says.</summary>
    public long Version { get; init; }

    public CompanyFacts Company { get; init; } = new();

    public IReadOnlyList<FinancialStatement> Statements { get; init; } = [];

    public IReadOnlyList<LegalFact> LegalRecords { get; init; } = [];

    /// <summary>What was settled in the last 24 months.</summary>
    public IReadOnlyList<SettledPart> Settled { get; init; } = [];

    /// <summary>What is unpaid at the end of the day.</summary>
    public IReadOnlyList<UnpaidPart> Unpaid { get; init; } = [];

    /// <summary>The days of the last 12 months on which documents were issued.</summary>
    public IReadOnlyList<TradeDay> TradeDays { get; init; } = [];

    /// <summary>Day of the first document ever; null when there is none.</summary>
    public DateOnly? FirstTradeOn { get; init; }

    /// <summary>Promises to pay that fell due in the last 12 months or are to come.</summary>
    public IReadOnlyList<PromiseFact> Promises { get; init; } = [];

    /// <summary>What was given more time in the last 24 months because the customer could not pay.</summary>
    public IReadOnlyList<RescheduledPart> Rescheduled { get; init; } = [];

    /// <summary>What was invoiced and what came back in the last 12 months, by currency.</summary>
    public IReadOnlyList<TradeAmount> TradeAmounts { get; init; } = [];

    public IReadOnlyList<RatingFact> Ratings { get; init; } = [];

    /// <summary>The grade of the head of its group that counted on the day; null without a head or its grade.</summary>
    public HeadGrade? Head { get; init; }

    /// <summary>
    /// Features that have this value, or lack one, whatever the facts say; null where nothing is assumed.
    /// </summary>
    public IReadOnlyDictionary<string, FeatureValue>? Assumed { get; init; }

    private SharedReadings? readings;

    internal SharedReadings Readings =>
        readings is { } known && known.AreOf(this) ? known : readings = new(this);
}

/// <summary>Master data, as they were on the day.</summary>
internal sealed record CompanyFacts
{
    /// <summary>Since when they are so; null when nothing is known of the customer.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>ISO 3166-1 alpha-2; empty when unknown.</summary>
    public string CountryCode { get; init; } = "";

    /// <summary>Province or state as the file has it; empty when unknown.</summary>
    public string Region { get; init; } = "";

    /// <summary>Section of ISIC Rev. 4; empty when unknown.</summary>
    public string IsicSection { get; init; } = "";

    public DateOnly? IncorporatedOn { get; init; }

    public DateOnly? CustomerSince { get; init; }

    /// <summary>0 to 1.</summary>
    public decimal? MarketShare { get; init; }

    /// <summary>0 (worst) to 1 (best).</summary>
    public decimal? Satisfaction { get; init; }

    /// <summary>The status says that insolvency proceedings have been opened.</summary>
    public bool IsInsolvent { get; init; }
}
