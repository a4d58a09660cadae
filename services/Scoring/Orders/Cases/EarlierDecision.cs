namespace Risk.Scoring.Orders;

/// <summary>A held order that was released up to a value, or rejected.</summary>
internal sealed record EarlierDecision(bool Released, decimal AmountMax, string Currency, DateTimeOffset DecidedAt)
{
    /// <summary>Something has come of the released order: what comes under its name beyond that is more.</summary>
    public bool IsUsed { get; init; }

    /// <summary>The last day on which a release covers the order; null means as long as the policy says.</summary>
    public DateOnly? ReviewOn { get; init; }
}
