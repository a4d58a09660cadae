using Risk.Intake.V1;
using Risk.Scoring.Concentration;
using Risk.Scoring.Conditions;
using Risk.Scoring.Covers;
using Risk.Scoring.Credit;
using Risk.Scoring.Ledger;
using Risk.Scoring.Reservations;

namespace Risk.Scoring.Orders;

/// <summary>
/// A locked customer while orders are decided one after another; what they reserve counts for the next.
/// </summary>
internal sealed class CustomerState(CreditAccount account)
{
    private readonly Dictionary<string, Exposure> exposures = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);

    public CreditAccount Account { get; } = account;
    public CustomerStatus Status { get; set; }
    public string Segment { get; set; } = "";
    public PortfolioPlace Place { get; set; } = PortfolioPlace.Unknown;
    public Guid? GroupId { get; set; }
    public GroupState? Group { get; set; }
    public List<Condition> Conditions { get; } = [];
    public List<Cover> Covers { get; } = [];

    /// <summary>Open and reserved orders by the day on which they are to be delivered, each under its name.</summary>
    public List<(string System, string Id, LaterOrders Orders)> Later { get; } = [];

    public EndingReservations Ending { get; } = new();
    public DateTimeOffset? CustomerAsOf { get; set; }

    /// <summary>An event of the customer could not be handled and waits to be replayed.</summary>
    public bool HasParkedEvents { get; set; }
    public IReadOnlyList<LegalRecordKind> ExcludingRecords { get; set; } = [];

    /// <summary>
    /// Reserved amounts whose time is over, by currency: free, although nobody has swept them up yet.
    /// </summary>
    public Dictionary<string, decimal> Expired { get; } = new(StringComparer.Ordinal);

    /// <summary>What was paid in advance for orders, by order and currency.</summary>
    public Dictionary<(string System, string Id, string Currency), OrderAdvance> Advances { get; } = [];

    public bool HasOtherCurrencies => exposures.Keys.Any(c => c != Account.CurrencyCode)
        || Covers.Exists(c => c.CurrencyCode != Account.CurrencyCode)
        || (Group is { Limit: not null } group
            && (group.HasOtherCurrencies || group.Currency != Account.CurrencyCode));

    public IEnumerable<Exposure> Exposures => exposures.Values;

    public IEnumerable<Exposure> Changed => changed.Select(c => exposures[c]);

    public void Put(Exposure exposure) => exposures[exposure.Currency] = exposure;

    /// <summary>For the order; an amount below 0 gives back.</summary>
    public void Reserve(Reservation reservation, decimal amount)
    {
        var currency = reservation.CurrencyCode;
        var name = (reservation.OrderSystem, reservation.OrderId, currency);
        if (Advances.TryGetValue(name, out var advance))
        {
            Advances[name] = advance with { Reserved = advance.Reserved + amount };
            Group?.Put(Account.CustomerId, name, Advances[name]);
        }
        var exposure = exposures.GetValueOrDefault(currency) ?? new(currency) { AsOf = DateTimeOffset.UnixEpoch };
        Put(exposure with { Reserved = exposure.Reserved + amount });
        changed.Add(currency);
        Group?.Reserve(currency, amount);
        if (amount > 0)
            Ending.Add(reservation.ReservationId, reservation.ToEnding());
        else
            Ending.Remove(reservation.ReservationId);
        if (reservation.DeliverOn is { } day)
            Postpone(reservation, new(currency, reservation.Amount, day), isReserved: amount > 0);
    }

    private void Postpone(Reservation reservation, LaterOrders orders, bool isReserved)
    {
        var own = (reservation.OrderSystem, reservation.OrderId, orders);
        var ofGroup = (Account.CustomerId, reservation.OrderSystem, reservation.OrderId, orders);
        if (isReserved)
        {
            Later.Add(own);
            Group?.Later.Add(ofGroup);
        }
        else
        {
            Later.Remove(own);
            Group?.Later.Remove(ofGroup);
        }
    }

    /// <summary>As an order sees it: what is its own already does not count against it.</summary>
    public CustomerStanding Standing(
        ScoreOnDay? score, IReadOnlyList<Overdue> overdue, OrderHistory history, Order order) => new()
        {
            Account = Account,
            Limit = Account.Terms,
            Status = Status,
            Segment = Segment,
            GroupId = GroupId,
            Group = Group?.Standing(history, order, Account.CustomerId),
            Conditions = Conditions,
            Covers = Covers,
            Later = [.. Later.Where(l => !order.HasRef || (l.System, l.Id) != (order.System, order.Id))
                .Select(l => l.Orders)],
            Reservations = [.. Ending.Except(order).Where(r => !HasAdvance(r))],
            ExcludingRecords = ExcludingRecords,
            CustomerAsOf = CustomerAsOf,
            Grade = score?.Grade ?? V1.Grade.Unspecified,
            PaymentIndex = score?.PaymentIndex,
            ScoredAsOf = score?.AsOf,
            Exposures = [.. exposures.Values.Select(e => Without(e, history, order))],
            Overdue = overdue,
            Earlier = history.Earlier,
            OpenOfOrder = history.OpenIn(order.Currency),
            TakenOfOrder = history.TakenIn(order.Currency),
            Advance = order.HasRef
                ? Advances.GetValueOrDefault((order.System, order.Id, order.Currency))?.Covered ?? 0
                : 0,
        };

    /// <summary>Whether the order's advance keeps its room, for it alone, when the reservation ends.</summary>
    private bool HasAdvance(EndingReservation reservation) =>
        Advances.ContainsKey((reservation.System, reservation.Id, reservation.Currency));

    private Exposure Without(Exposure exposure, OrderHistory history, Order order) => exposure with
    {
        Reserved = exposure.Reserved - Expired.GetValueOrDefault(exposure.Currency)
            - history.ReservedIn(exposure.Currency),
        OpenOrders = exposure.OpenOrders - (exposure.Currency == order.Currency ? history.OpenIn(order.Currency) : 0),
        Unallocated = exposure.Unallocated - Advances
            .Where(a => a.Key.Currency == exposure.Currency && (a.Key.System, a.Key.Id) != (order.System, order.Id))
            .Sum(a => a.Value.Idle),
    };
}
