namespace Risk.Scoring.Engine.Facts;

/// <summary>The lines of a financial statement that features read.</summary>
internal enum Line
{
    Cash,
    Receivables,
    Inventory,
    CurrentAssets,
    TotalAssets,
    Payables,
    CurrentLiabilities,
    TotalLiabilities,
    RetainedEarnings,
    Equity,
    Revenue,
    CostOfSales,
    Ebit,
    InterestExpense,
    NetIncome,
    Depreciation,
    OperatingCashFlow,
    MarketValueOfEquity,
}

/// <summary>Whose figures a statement shows; the numbers of the contract.</summary>
internal enum StatementScope
{
    Unstated = 0,
    Company = 1,
    Consolidated = 2,
}

/// <summary>What an auditor said; the numbers of the contract.</summary>
internal enum AuditOpinion
{
    Unstated = 0,
    Unaudited = 1,
    Unqualified = 2,
    Emphasis = 3,
    Qualified = 4,
    Adverse = 5,
    Disclaimer = 6,
}

/// <summary>A financial statement in its own currency. A line that is not there is unknown, not zero.</summary>
internal sealed record FinancialStatement(DateOnly PeriodStart, DateOnly PeriodEnd)
{
    /// <summary>A shorter period says too little of a year.</summary>
    public const int PeriodDaysMin = 60;

    private const int YearDays = 365;

    /// <summary>By the number of the line; null where the statement does not show it.</summary>
    public required IReadOnlyList<decimal?> Amounts { get; init; }

    public StatementScope Scope { get; init; }

    public AuditOpinion Opinion { get; init; }

    /// <summary>ISO 4217; empty when it was not stated.</summary>
    public string Currency { get; init; } = "";

    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Its period had ended by the day, and it had been filed.</summary>
    public bool IsKnownOn(DateOnly day) =>
        PeriodEnd <= day && DateOnly.FromDateTime(RecordedAt.UtcDateTime) <= day;

    public int PeriodDays => PeriodEnd.DayNumber - PeriodStart.DayNumber + 1;

    /// <summary>Too short to say anything of a year.</summary>
    public bool IsShort => PeriodDays < PeriodDaysMin;

    /// <summary>An interim statement, not one of a whole year.</summary>
    public bool IsInterim => PeriodDays < YearDays - 30;

    public Figure this[Line line] =>
        Amounts[(int)line] is { } amount ? amount : Figure.Missing(MissingReason.Line(line));

    /// <summary>A line of income or cash flow for a year: a period of another length is scaled by its days.</summary>
    public Figure PerYear(Line line)
    {
        if (IsShort)
            return Figure.Missing(MissingReason.PeriodTooShort);
        return PeriodDays is 365 or 366 ? this[line] : this[line] * YearDays / PeriodDays;
    }
}
