using Risk.Intake.V1;
using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>An order as it is checked.</summary>
internal sealed record Order
{
    public required Guid CustomerId { get; init; }
    public required string Currency { get; init; }
    public required decimal Amount { get; init; }
    public required DateOnly AsOf { get; init; }
    public string System { get; init; } = "";
    public string Id { get; init; } = "";

    /// <summary>Null means those granted.</summary>
    public PaymentTerms? Terms { get; init; }
    public int ReservationSeconds { get; init; }

    /// <summary>The facts that the caller asked for have not come.</summary>
    public bool AreFactsBehind { get; init; }

    /// <summary>Nothing is owed for what was paid in advance.</summary>
    public bool IsPrepaid => Terms is { } terms
        && (terms.Method == PaymentMethod.Advance || Amounts.ToShare(terms.AdvanceShare) >= 1);

    public bool HasRef => Id.Length > 0;
}
