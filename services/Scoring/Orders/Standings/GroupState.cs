using Risk.Scoring.Ledger;

namespace Risk.Scoring.Orders;

/// <summary>
/// A group while orders of its members are decided one after another, under the group's lock; shared by its members.
/// </summary>
internal sealed class GroupState
{
    private readonly Dictionary<string, Exposure> exposures = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid CustomerId, (string System, string Id, string Currency) Order), OrderAdvance>
        advances = [];

    /// <summary>Currency of the head's account.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Null when the group has none.</summary>
    public decimal? Limit { get; set; }

    public DateOnly? ValidUntil { get; set; }

    public IEnumerable<Exposure> Exposures => exposures.Values;

    public bool HasOtherCurrencies => exposures.Keys.Any(c => c != Currency);

    /// <summary>Of all members, without reservations that have expired.</summary>
    public void Put(Exposure exposure) => exposures[exposure.Currency] = exposure;

    /// <summary>What a member has paid in advance for an order: room for that order alone.</summary>
    public void Put(Guid customerId, (string System, string Id, string Currency) order, OrderAdvance advance) =>
        advances[(customerId, order)] = advance;

    public void Reserve(string currency, decimal amount)
    {
        var exposure = exposures.GetValueOrDefault(currency) ?? new(currency);
        Put(exposure with { Reserved = exposure.Reserved + amount });
    }

    /// <summary>Of all members, by the day on which they are to be delivered.</summary>
    public List<(Guid CustomerId, string System, string Id, LaterOrders Orders)> Later { get; } = [];

    /// <summary>Without what the order itself has reserved and open, and advances that wait for other orders.</summary>
    public GroupStanding? Standing(OrderHistory history, Order order, Guid customerId) => Limit is not { } limit
        ? null
        : new(Currency, limit, [.. exposures.Values.Select(e => e with
        {
            Reserved = e.Reserved - history.ReservedIn(e.Currency),
            OpenOrders = e.OpenOrders - (e.Currency == order.Currency ? history.OpenIn(e.Currency) : 0),
            Unallocated = e.Unallocated - advances
                .Where(a => a.Key.Order.Currency == e.Currency
                    && (a.Key.CustomerId, a.Key.Order.System, a.Key.Order.Id) != (customerId, order.System, order.Id))
                .Sum(a => a.Value.Idle),
        })])
        {
            ValidUntil = ValidUntil,
            Later = [.. Later.Where(l => !order.HasRef
                || (l.CustomerId, l.System, l.Id) != (customerId, order.System, order.Id)).Select(l => l.Orders)],
        };
}
