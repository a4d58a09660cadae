namespace Risk.Monitoring.Receivables;

/// <summary>
/// An invoice, or an instalment or the retention money of one, that is open or was settled lately, after it was due.
/// </summary>
internal sealed record Receivable
{
    public required Guid DocumentId { get; init; }

    /// <summary>0 is the invoice, 1 its retention money, 2 its first instalment, and so on.</summary>
    public required short Part { get; init; }

    public required string System { get; init; }
    public required string ExternalId { get; init; }
    public required string Currency { get; init; }
    public required DateOnly IssuedOn { get; init; }
    public required DateOnly DueOn { get; init; }
    public required decimal Amount { get; init; }
    public required decimal OpenAmount { get; init; }
    public decimal DisputedAmount { get; init; }
    public DateOnly? SettledOn { get; init; }

    /// <summary>Whether it says anything of a day from the given one on: by itself, that is, not in a sum.</summary>
    public bool CountsFrom(DateOnly day) => OpenAmount > 0 || (SettledOn > DueOn && SettledOn > day);

    public bool IsOverdueOn(DateOnly day) =>
        IssuedOn <= day && DueOn < day && (SettledOn is not { } settled || settled > day);
}
