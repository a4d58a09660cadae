namespace Risk.Scoring.Ledger;

/// <summary>A credit and an invoice that belong together although one of them has not come yet.</summary>
internal sealed record PendingLink(Guid CreditLineId, Guid TargetLineId)
{
    public Portion Portion { get; init; }

    /// <summary>The clearing that says so; empty when one of the two names the other.</summary>
    public Guid ClearingId { get; init; }
}
