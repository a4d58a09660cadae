using Risk.Scoring.Reservations;

namespace Risk.Scoring.Orders;

/// <summary>What is open or was decided of an order before.</summary>
internal sealed record OrderHistory
{
    public OpenHold? OpenHold { get; init; }

    public EarlierDecision? Earlier { get; init; }

    /// <summary>What is reserved for the order; the next check replaces it.</summary>
    public IReadOnlyList<Reservation> Reserved { get; init; } = [];

    /// <summary>What is open of the order as it was recorded or confirmed, by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Open { get; init; } =
        new Dictionary<string, decimal>(StringComparer.Ordinal);

    /// <summary>What of the order was delivered or billed, by currency.</summary>
    public IReadOnlyDictionary<string, decimal> Taken { get; init; } =
        new Dictionary<string, decimal>(StringComparer.Ordinal);

    /// <summary>What is ordered already, delivered or not: only what goes beyond it is more.</summary>
    public decimal OrderedIn(string currency) => OpenIn(currency) + TakenIn(currency);

    public decimal TakenIn(string currency) => Taken.GetValueOrDefault(currency);

    public decimal OpenIn(string currency) => Open.GetValueOrDefault(currency);

    /// <summary>What of an exposure is the order itself, which must not count twice when it is checked again.</summary>
    public decimal ReservedIn(string currency) => Reserved.Where(r => r.CurrencyCode == currency).Sum(r => r.Amount);
}

/// <summary>A hold of the order that nobody has decided on yet.</summary>
internal sealed record OpenHold(Guid Id, decimal Amount, string Currency);
