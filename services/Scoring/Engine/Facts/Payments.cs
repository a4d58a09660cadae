namespace Risk.Scoring.Engine.Facts;

/// <summary>How something that was owed came to an end.</summary>
internal enum SettlementKind
{
    /// <summary>By money, or by a draft taken for it.</summary>
    Paid,

    /// <summary>By a credit note, so it says nothing of how the customer pays.</summary>
    Credited,

    /// <summary>Given up as lost.</summary>
    WrittenOff,
}

/// <summary>Parts of receivables that were due on one day and settled on another, in one currency.</summary>
internal sealed record SettledPart(string Currency, DateOnly DueOn, DateOnly SettledOn, decimal Amount)
{
    public SettlementKind Kind { get; init; } = SettlementKind.Paid;

    /// <summary>How many settlements it adds up.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>Parts of receivables that fall due on one day and are unpaid, in one currency.</summary>
internal sealed record UnpaidPart(string Currency, DateOnly DueOn, decimal Amount)
{
    /// <summary>How many receivables it adds up.</summary>
    public int Count { get; init; } = 1;
}

/// <summary>How many documents were issued on a day.</summary>
internal sealed record TradeDay(DateOnly Day)
{
    public int Orders { get; init; }

    public int Invoices { get; init; }

    public int Disputes { get; init; }
}
