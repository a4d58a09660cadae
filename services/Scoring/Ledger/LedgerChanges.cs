namespace Risk.Scoring.Ledger;

/// <summary>What a run of documents has changed, to be written.</summary>
internal sealed class LedgerChanges
{
    public HashSet<Line> Lines { get; } = [];

    /// <summary>Orders that came, were confirmed, delivered or billed: what was released for them is used up.</summary>
    public HashSet<LineName> OrdersMoved { get; } = [];

    /// <summary>Deliveries with orders of theirs beyond the first.</summary>
    public HashSet<(Guid DeliveryId, Guid OrderId)> FurtherOrders { get; } = [];

    public List<Transfer> Transfers { get; } = [];

    public HashSet<PendingLink> PendingAdded { get; } = [];

    public HashSet<PendingLink> PendingEnded { get; } = [];

    /// <summary>Invoices in parts whose settlements are to be written anew.</summary>
    public HashSet<Line> Split { get; } = [];

    public List<Settlement> Settled { get; } = [];

    /// <summary>Allocations that a draft's dishonour undid.</summary>
    public List<Settlement> Undone { get; } = [];

    /// <summary>By currency.</summary>
    public Dictionary<string, decimal> Disputed { get; } = new(StringComparer.Ordinal);
}
