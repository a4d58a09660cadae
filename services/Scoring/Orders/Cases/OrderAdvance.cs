namespace Risk.Scoring.Orders;

/// <summary>What was paid in advance for one order, and what came of the order.</summary>
internal sealed record OrderAdvance
{
    public required decimal Paid { get; init; }

    /// <summary>What of the payment is not settled against invoices yet.</summary>
    public required decimal Open { get; init; }

    /// <summary>Value of the order as it was recorded or confirmed; of a closed one what was delivered.</summary>
    public required decimal Ordered { get; init; }

    /// <summary>What of the order was delivered or billed.</summary>
    public required decimal Taken { get; init; }

    public required decimal Reserved { get; init; }

    /// <summary>What the order may count on: what is open, and what its own deliveries have used.</summary>
    public decimal Covered => Open + Math.Min(Paid - Open, Taken);

    /// <summary>
    /// What waits for the order and is matched by none of its value yet: room for this order, and for no other.
    /// </summary>
    public decimal Idle => Math.Max(0, Math.Min(Open, Paid - Ordered - Reserved));
}
