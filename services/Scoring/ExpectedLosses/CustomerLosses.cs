namespace Risk.Scoring.ExpectedLosses;

/// <summary>What a customer's losses are expected from: its grade, what it owes, and what stands behind it.</summary>
internal sealed class CustomerLosses
{
    public required Guid CustomerId { get; init; }

    public string LegalName { get; init; } = "";

    /// <summary>ISO 3166-1 alpha-2; empty is not known.</summary>
    public string Country { get; init; } = "";

    /// <summary>Section of ISIC; empty is not known.</summary>
    public string Industry { get; init; } = "";

    /// <summary>Unspecified without a score.</summary>
    public V1.Grade Grade { get; init; }

    public Guid? ScoreId { get; init; }

    /// <summary>Within 12 months, by the score.</summary>
    public decimal? Probability { get; init; }

    /// <summary>By currency, in the order of their codes.</summary>
    public IReadOnlyList<Owed> Owed { get; init; } = [];

    public IReadOnlyList<LossCover> Covers { get; init; } = [];
}

/// <summary>What a customer owes or will owe in one currency.</summary>
internal sealed record Owed(string Currency)
{
    public decimal Reserved { get; init; }
    public decimal OpenOrders { get; init; }
    public decimal Delivered { get; init; }
    public decimal Receivable { get; init; }
    public decimal Drafts { get; init; }

    /// <summary>Money and credit that no invoice has taken, with advances.</summary>
    public decimal Unallocated { get; init; }

    /// <summary>Of it what is no advance for goods to come.</summary>
    public decimal OnAccount { get; init; }

    public decimal Disputed { get; init; }

    /// <summary>Receivables and drafts by days past due, from not due on; what is delivered is not in it.</summary>
    public IReadOnlyList<decimal> Aged { get; init; } = [0, 0, 0, 0, 0];
}

/// <summary>
/// A cover that has not lapsed, after the insurer's share or the haircut; after its stop-shipment date with what was
/// shipped before, by currency.
/// </summary>
internal sealed record LossCover(Guid Id, V1.CoverKind Kind, string Currency, decimal Value, bool IsStopped)
{
    public IReadOnlyList<(string Currency, decimal Amount)> ShippedBefore { get; init; } = [];
}
