namespace Risk.MainJob.Sample;

/// <summary>How a company of the sample behaves, and what becomes of it.</summary>
internal enum Fate
{
    Sound,
    AlwaysLate,
    Deteriorating,
    StopsPaying,
    BustOut,
    DishonestDebtor,
    Insolvent,
    Disputing,
}

/// <summary>A company of the sample portfolio, as the seller's own system knows it.</summary>
internal sealed record Company
{
    public required string Number { get; init; }
    public required string LegalName { get; init; }
    public required string CountryCode { get; init; }
    public required string Region { get; init; }
    public required string IdentifierScheme { get; init; }
    public required string Identifier { get; init; }
    public required Industry Industry { get; init; }
    public required DateOnly IncorporatedOn { get; init; }
    public required DateOnly CustomerSince { get; init; }
    public required string Currency { get; init; }
    public required decimal YearlyRevenue { get; init; }
    public required int Headcount { get; init; }
    public required string Segment { get; init; }
    public required string Salesperson { get; init; }
    public required decimal Satisfaction { get; init; }
    public required Terms Terms { get; init; }
    public required decimal OrderAmount { get; init; }
    public required double OrdersPerMonth { get; init; }
    public required int DaysBeyondTerms { get; init; }
    public required Fate Fate { get; init; }
    public required decimal FinancialStrength { get; init; }

    /// <summary>Legal records as `KIND:day=amount currency`, separated by semicolons; may be empty.</summary>
    public required string LegalRecords { get; init; }
}

/// <summary>An industry by both classifications.</summary>
internal sealed record Industry(string Isic, string Gbt4754, string NameEn, string NameZh);

/// <summary>Net days, counted from the invoice or from the end of its month.</summary>
internal sealed record Terms(int NetDays, bool EndOfMonth)
{
    public DateOnly DueOn(DateOnly issuedOn)
    {
        var start = EndOfMonth ? new DateOnly(issuedOn.Year, issuedOn.Month, 1).AddMonths(1).AddDays(-1) : issuedOn;
        return start.AddDays(NetDays);
    }
}
