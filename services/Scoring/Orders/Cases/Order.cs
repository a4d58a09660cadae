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

    /// <summary>Null means soon.</summary>
    public DateOnly? DeliverOn { get; init; }

    public V1.OrderStage Stage { get; init; }

    /// <summary>0 means as the policy says.</summary>
    public int ReservationSeconds { get; init; }

    /// <summary>The facts that the caller asked for have not come.</summary>
    public bool IsNotBeforeUnmet { get; init; }

    /// <summary>An event of the customer could not be handled and waits to be replayed.</summary>
    public bool HasParkedEvents { get; init; }

    /// <summary>Since it was last known that all facts of intake had arrived; null where nobody looked.</summary>
    public int? FactsAgeSeconds { get; init; }

    /// <summary>Share of the value that is to be paid before the goods leave, 0 to 1.</summary>
    public decimal AdvanceShare => Terms is not { } terms ? 0
        : terms.Method == PaymentMethod.Advance ? 1
        : Math.Min(1, Amounts.ToShare(terms.AdvanceShare));

    /// <summary>Nothing is owed for what was paid in advance.</summary>
    public bool IsPrepaid => AdvanceShare >= 1;

    public decimal AdvanceDue =>
        IsPrepaid ? Amount : Math.Round(AdvanceShare * Amount, 2, MidpointRounding.ToZero);

    public bool HasRef => Id.Length > 0;
}
